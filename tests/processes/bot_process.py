"""The bot as a real process beside a local Slack, started and really killed."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from sandbox import LocalSlack
from tests.world import ROOT

#: Seconds that a start, or an end, may take on a busy machine.
BOUND = 30


@dataclass(frozen=True, kw_only=True)
class Ended:
    """How a process ended, and what it said."""

    code: int
    out: str
    err: str


class BotProcess:
    """A running bot: what it says, and the ways to end it."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._lines: list[str] = []
        self._spoke = asyncio.Event()
        self._has_ended = False
        # A pipe that nobody reads would stop the bot once it is full.
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        assert self._process.stderr is not None
        async for line in self._process.stderr:
            self._lines.append(line.decode())
            self._spoke.set()
        self._has_ended = True
        self._spoke.set()

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid

    @property
    def err(self) -> str:
        """All that it has said on standard error."""
        return "".join(self._lines)

    async def said(self, words: str) -> None:
        """Wait until the bot has said the words; AssertionError where it ends before."""
        async with asyncio.timeout(BOUND):
            while words not in self.err:
                assert not self._has_ended, f"it ended before it said {words!r}:\n{self.err}"
                self._spoke.clear()
                await self._spoke.wait()

    def kill(self) -> None:
        """SIGKILL: nothing more happens in it."""
        if self._process.returncode is None:
            self._process.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """SIGTERM: it may finish."""
        self._process.send_signal(signal.SIGTERM)

    async def ended(self) -> int:
        """Wait for its end; the exit code, or minus the signal's number."""
        async with asyncio.timeout(BOUND):
            await self._reading
            return await self._process.wait()


async def run_app(*arguments: str, folder: Path, **environment: str) -> Ended:
    """Run `app.py` to its end, in a folder without an `.env`."""
    return await run_program(str(ROOT / "app.py"), *arguments, folder=folder, environment=environment)


async def run_program(*words: str, folder: Path, environment: Mapping[str, str]) -> Ended:
    """Run Python with these words to its end."""
    process = await _start(words, folder, environment)
    async with asyncio.timeout(BOUND):
        out, err = await process.communicate()
    return Ended(code=process.returncode or 0, out=out.decode(), err=err.decode())


def database_url(folder: Path) -> str:
    """The address of the database in a folder."""
    return f"sqlite:///{folder / 'desk.sqlite3'}"


@asynccontextmanager
async def bot(slack: LocalSlack, folder: Path, **environment: str) -> AsyncIterator[BotProcess]:
    """The bot ready in the local Slack; killed at the end, should it still run.

    It connects by Socket Mode unless the environment gives it a `SLACK_SIGNING_SECRET` and a `PORT`.
    """
    settings = {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": database_url(folder),
        "POLICY_FILE": str(ROOT / "policy.toml"),
    }
    if "SLACK_SIGNING_SECRET" not in environment:
        settings["SLACK_APP_TOKEN"] = slack.app_token
    # What was killed may not have been missed by Slack yet.
    await slack.wait_for(lambda: slack.connections == 0)
    running = BotProcess(
        await _start(
            (str(ROOT / "app.py"), "run"), folder, settings | environment, out=asyncio.subprocess.DEVNULL
        )
    )
    try:
        await running.said("ready [handlers.serving]")
        if "SLACK_APP_TOKEN" in settings:
            await slack.wait_for(lambda: slack.connections == 1)
        yield running
    finally:
        running.kill()
        await running.ended()


async def _start(
    words: tuple[str, ...],
    folder: Path,
    environment: Mapping[str, str],
    out: int | None = asyncio.subprocess.PIPE,
) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        *words,
        cwd=folder,
        env={"PATH": os.environ["PATH"], "HOME": str(folder), **environment},
        stdout=out,
        stderr=asyncio.subprocess.PIPE,
    )


async def start_run(folder: Path) -> BotProcess:
    """The bot with the settings that are written in a folder, and no others."""
    return BotProcess(await _start((str(ROOT / "app.py"), "run"), folder, {}, out=asyncio.subprocess.DEVNULL))
