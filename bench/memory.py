"""The memory that the running bot holds (RSS): against a bare Bolt app on Socket Mode, both idle and connected, and
once it has drawn a report's plots, which loads what draws, against before."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.figures import compare, machine
from sandbox import LocalSlack
from tests.world import DIRECTOR, FORM, REQUESTER

ROOT = Path(__file__).parent.parent
#: How many starts of each are measured.
STARTS = 5
#: Seconds that a start may take.
BOUND = 30


async def main() -> None:
    """Measure both in turns, each once it is connected and has said that it is ready."""
    ours: list[float] = []
    bare: list[float] = []
    drawn: list[float] = []
    for _ in range(STARTS):
        with TemporaryDirectory() as folder:
            slack = LocalSlack(manifest=ROOT / "manifest.yml", workspace=ROOT / "sample" / "workspace.toml")
            await slack.start()
            environment = {
                "PATH": os.environ["PATH"],
                "SLACK_BOT_TOKEN": slack.bot_token,
                "SLACK_APP_TOKEN": slack.app_token,
                "SLACK_API_URL": slack.api_url,
                "DATABASE_URL": f"sqlite:///{folder}/desk.sqlite3",
                "POLICY_FILE": str(ROOT / "policy.toml"),
            }
            try:
                # The first start migrates; the memory that it takes is given back at the next.
                await resident(slack, environment, "app.py", "run")
                ours.append(await resident(slack, environment, "app.py", "run"))
                drawn.append(await resident(slack, environment, "app.py", "run", first=_report))
                bare.append(await resident(slack, environment, "-m", "bench.bare_socket"))
            finally:
                await slack.stop()
    compare("memory, connected by Socket Mode", ours, bare, "MiB")
    compare("memory, with a report's plots drawn, against before", drawn, ours, "MiB")


async def resident(
    slack: LocalSlack,
    environment: dict[str, str],
    *arguments: str,
    first: Callable[[LocalSlack], Awaitable[None]] | None = None,
) -> float:
    """MiB that a process holds once it has said `ready`, and has done what comes first."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, cwd=ROOT, env=environment, stderr=asyncio.subprocess.PIPE
    )
    assert process.stderr is not None
    try:
        async with asyncio.timeout(BOUND):
            while b"ready" not in (line := await process.stderr.readline()):
                assert line, f"{arguments} ended before it was ready"
        if first is not None:
            await slack.wait_for(lambda: slack.connections == 1)
            await first(slack)
        return _resident_of(process.pid)
    finally:
        process.terminate()
        await process.communicate()
        await slack.wait_for(lambda: slack.connections == 0)


async def _report(slack: LocalSlack) -> None:
    """File a request and have the report sent, plots and all."""
    requester, director = slack.person(REQUESTER), slack.person(DIRECTOR)
    await requester.command("/exception")
    await slack.wait_for(requester.view)
    await requester.fill(FORM)
    await requester.submit()
    await director.command("/exception report 1")
    await slack.wait_for(lambda: any("slack_file" in str(one) for one in director.dm()), timeout=BOUND)


def _resident_of(pid: int) -> float:
    """MiB, as Linux counts them."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    held = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(held.split()[1]) / 1024


if __name__ == "__main__":
    print(machine())
    asyncio.run(main())
