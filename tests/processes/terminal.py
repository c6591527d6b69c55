"""A command of the bot at a real terminal: what it shows is read, what is asked for is typed, Ctrl-C is pressed."""

from __future__ import annotations

import asyncio
import os
import pty
import re
import subprocess
import sys
import termios
from collections.abc import Mapping
from pathlib import Path

from tests.world import ROOT

#: Seconds that a question may take to appear.
BOUND = 60
# The child opens the terminal itself, as the leader of a session of its own: so it becomes its controlling terminal.
_OPEN = 'exec <"$0" >"$0" 2>&1; exec "$@"'


def _wherever_lines_end(words: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"(?<=\S)\\ (?=\S)", r"\\s+", re.escape(words)))


class Terminal:
    """A command at a terminal of its own."""

    def __init__(self, *arguments: str, folder: Path, environment: Mapping[str, str]) -> None:
        # Until the child has opened it the terminal must not be left alone, or it would be at its end.
        self._master, self._slave = pty.openpty()
        name = os.ttyname(self._slave)
        self._process = subprocess.Popen(
            ["/bin/sh", "-c", _OPEN, name, sys.executable, str(ROOT / "app.py"), *arguments],
            cwd=folder,
            env={"PATH": os.environ["PATH"], "HOME": str(folder), "TERM": "dumb", **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.shown = ""
        self._read_to = 0

    async def _read(self) -> bool:
        """What has appeared since; False at the end."""
        try:
            more = await asyncio.to_thread(os.read, self._master, 65536)
        except OSError:
            return False
        if self._slave >= 0:
            os.close(self._slave)
            self._slave = -1
        self.shown += more.decode(errors="replace").replace("\r\n", "\n")
        return bool(more)

    async def says(self, words: str) -> None:
        """Wait until it has said the words, after what was waited for before; AssertionError where it ends first."""
        async with asyncio.timeout(BOUND):
            while (found := _wherever_lines_end(words).search(self.shown, self._read_to)) is None:
                assert await self._read(), f"it ended before it said {words!r}:\n{self.shown}"
        self._read_to = found.end()

    def type(self, text: str) -> None:
        """Type a line and press Enter."""
        os.write(self._master, f"{text}\n".encode())

    async def answers(self, question: str, text: str = "") -> None:
        """Wait for a question and for its prompt, and answer it."""
        await self.says(question)
        await self.says(": ")
        self.type(text)

    async def answers_hidden(self, question: str, text: str) -> None:
        """Answer a question whose answer is not shown, once the terminal shows nothing any more."""
        await self.says(question)
        await self.says(": ")
        async with asyncio.timeout(BOUND):
            while termios.tcgetattr(self._master)[3] & termios.ECHO:
                await asyncio.to_thread(os.sched_yield)
        self.type(text)

    def interrupt(self) -> None:
        """Press Ctrl-C, and Enter: pressed just before the line is waited for, Ctrl-C counts once there is one."""
        os.write(self._master, b"\x03\n")

    async def ended(self) -> int:
        """Read to its end; the exit code."""
        async with asyncio.timeout(BOUND):
            while await self._read():
                pass
            return await asyncio.to_thread(self._process.wait)

    def close(self) -> None:
        """End it, should it still run."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        for held in (self._master, self._slave):
            if held >= 0:
                os.close(held)
