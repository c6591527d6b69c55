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


async def run_app(*arguments: str, folder: Path, **environment: str) -> Ended:
    """Run `app.py` to its end, in a folder without an `.env`."""
    process = await _start(arguments, folder, environment)
    async with asyncio.timeout(BOUND):
        out, err = await process.communicate()
    return Ended(code=process.returncode or 0, out=out.decode(), err=err.decode())


@asynccontextmanager
async def bot(
    slack: LocalSlack, folder: Path, **environment: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """The bot connected to the local Slack; killed at the end, should it still run."""
    settings = {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": f"sqlite:///{folder / 'desk.sqlite3'}",
        "POLICY_FILE": str(ROOT / "policy.toml"),
    }
    process = await _start(("run",), folder, settings | environment)
    try:
        connected = asyncio.create_task(slack.wait_for(lambda: slack.connections == 1, timeout=BOUND))
        ended = asyncio.create_task(process.wait())
        await asyncio.wait([connected, ended], return_when=asyncio.FIRST_COMPLETED)
        if ended.done():
            _, err = await process.communicate()
            raise AssertionError(err.decode())
        await connected
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGKILL)
        await process.communicate()


async def _start(
    arguments: tuple[str, ...], folder: Path, environment: Mapping[str, str]
) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        str(ROOT / "app.py"),
        *arguments,
        cwd=folder,
        env={"PATH": os.environ["PATH"], "HOME": str(folder), **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
