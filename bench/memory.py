"""The memory that the running bot holds (RSS), against a bare Bolt app on Socket Mode; both idle and connected."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.figures import compare, machine
from sandbox import LocalSlack

ROOT = Path(__file__).parent.parent
#: How many starts of each are measured.
STARTS = 5
#: Seconds that a start may take.
BOUND = 30


async def main() -> None:
    """Measure both in turns, each once it is connected and has said that it is ready."""
    ours: list[float] = []
    bare: list[float] = []
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
                bare.append(await resident(slack, environment, "-m", "bench.bare_socket"))
            finally:
                await slack.stop()
    compare("memory, connected by Socket Mode", ours, bare, "MiB")


async def resident(slack: LocalSlack, environment: dict[str, str], *arguments: str) -> float:
    """MiB that a process holds once it has said `ready`."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, cwd=ROOT, env=environment, stderr=asyncio.subprocess.PIPE
    )
    assert process.stderr is not None
    try:
        async with asyncio.timeout(BOUND):
            while b"ready" not in (line := await process.stderr.readline()):
                assert line, f"{arguments} ended before it was ready"
        return _resident_of(process.pid)
    finally:
        process.terminate()
        await process.communicate()
        await slack.wait_for(lambda: slack.connections == 0)


def _resident_of(pid: int) -> float:
    """MiB, as Linux counts them."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    held = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(held.split()[1]) / 1024


if __name__ == "__main__":
    print(machine())
    asyncio.run(main())
