"""Runs a local Slack from the command line: ``python -m sandbox``."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import signal
import sys
from pathlib import Path

from sandbox.guide import GuideError
from sandbox.local_slack import LocalSlack
from sandbox.manifest import ManifestError
from sandbox.workspace import WorkspaceError


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m sandbox", description="A Slack workspace on this machine."
    )
    parser.add_argument(
        "--manifest", type=Path, default=Path("manifest.yml"), help="the app's manifest (%(default)s)"
    )
    parser.add_argument(
        "--workspace", type=Path, default=Path("sample/workspace.toml"), help="who is in it (%(default)s)"
    )
    parser.add_argument("--state", type=Path, help="the SQLite file that keeps it; without, it is forgotten")
    parser.add_argument("--guide", type=Path, help="the steps of a guided start")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen at (%(default)s)")
    parser.add_argument("--port", type=int, default=8484, help="the port, 0 for any free one (%(default)s)")
    parser.add_argument("--request-url", help="where to send by signed HTTP, instead of Socket Mode")
    parser.add_argument("--no-rate-limits", action="store_true", help="let the app call as fast as it likes")
    return parser.parse_args()


async def _serve(arguments: argparse.Namespace) -> None:
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(sign, ended.set)
    slack = LocalSlack(
        manifest=arguments.manifest,
        workspace=arguments.workspace,
        state=arguments.state,
        guide=arguments.guide,
        request_url=arguments.request_url,
        rate_limits=not arguments.no_rate_limits,
    )
    await slack.start(host=arguments.host, port=arguments.port)
    print(f"The workspace is at {slack.url}")
    print(f"SLACK_API_URL={slack.api_url}")
    print(f"SLACK_BOT_TOKEN={slack.bot_token}")
    print(f"SLACK_APP_TOKEN={slack.app_token}")
    print(f"SLACK_SIGNING_SECRET={slack.signing_secret}", flush=True)
    try:
        await ended.wait()
    finally:
        await slack.stop()


def main() -> int:
    """Serve until interrupted; returns the exit status."""
    try:
        asyncio.run(_serve(_arguments()))
    except (ManifestError, WorkspaceError, GuideError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
