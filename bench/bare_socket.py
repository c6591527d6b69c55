"""A Bolt app on Socket Mode that does nothing: what the bot's memory is held against."""

from __future__ import annotations

import asyncio
import os
import signal
import sys

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient


async def main() -> None:
    """Connect, say so, and wait for SIGTERM."""
    client = AsyncWebClient(token=os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"])
    app = AsyncApp(client=client)

    async def acknowledge(ack: AsyncAck) -> None:
        await ack()

    app.command("/exception")(acknowledge)
    handler = AsyncSocketModeHandler(app, os.environ["SLACK_APP_TOKEN"])
    await handler.connect_async()
    print("ready", file=sys.stderr, flush=True)
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await stop.wait()
    await handler.close_async()


if __name__ == "__main__":
    asyncio.run(main())
