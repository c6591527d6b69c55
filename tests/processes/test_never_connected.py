"""A Slack that answers but never lets the bot connect: the bot keeps trying, and still ends when it is told to."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import Any

from aiohttp import web

from tests.processes.bot_process import BOUND
from tests.world import ROOT, free_port


async def test_sigterm_ends_a_bot_that_is_still_connecting(tmp_path: Path) -> None:
    asked = asyncio.Event()
    nobody = free_port()

    async def answer(request: web.Request) -> web.Response:
        method = request.match_info["method"]
        answers: dict[str, dict[str, Any]] = {
            "auth.test": {"team_id": "T1", "team": "Sample", "user_id": "UBOT", "bot_id": "B1"},
            "usergroups.list": {"usergroups": []},
            "conversations.list": {"channels": []},
            "apps.connections.open": {"url": f"ws://127.0.0.1:{nobody}/link"},
        }
        if method == "apps.connections.open":
            asked.set()
        return web.json_response({"ok": True, **answers[method]})

    application = web.Application()
    application.router.add_route("*", "/api/{method}", answer)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(ROOT / "app.py"),
        "run",
        cwd=tmp_path,
        env={
            "PATH": os.environ["PATH"],
            "SLACK_BOT_TOKEN": "xoxb-1",
            "SLACK_APP_TOKEN": "xapp-1",
            "SLACK_API_URL": f"http://127.0.0.1:{runner.addresses[0][1]}/api/",
            "POLICY_FILE": str(ROOT / "policy.toml"),
        },
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(BOUND):
            await asked.wait()
            assert process.stderr is not None
            while b"Retrying" not in await process.stderr.readline():
                pass
            process.send_signal(signal.SIGTERM)
            await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()
        await runner.cleanup()
    assert process.returncode == 0
