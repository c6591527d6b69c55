"""Runs a local Slack and the echo app on a thread of their own, so that a browser can be driven from the test's."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any, TypeVar

from sandbox import LocalSlack
from tests.sandbox.echo_app import Echo
from tests.sandbox.running import over_socket

T = TypeVar("T")


class Aside:
    """The workspace and the app, reached from another thread."""

    def __init__(self, loop: asyncio.AbstractEventLoop, slack: LocalSlack, echo: Echo) -> None:
        self._loop = loop
        self._slack = slack
        self._echo = echo

    def address(self, person: str, channel: str) -> str:
        """The page's address for a person in a conversation."""
        return f"{self._slack.url}/?as={person}&channel={channel}"

    def run(self, work: Callable[[LocalSlack, Echo], Coroutine[Any, Any, T]]) -> T:
        """Do something beside the running workspace and wait for it, for 10 s at most."""
        return asyncio.run_coroutine_threadsafe(work(self._slack, self._echo), self._loop).result(10)


@contextmanager
def workspace_aside() -> Iterator[Aside]:
    """A workspace with the connected echo app."""
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever, daemon=True)
    thread.start()
    running = over_socket()
    try:
        slack, echo = asyncio.run_coroutine_threadsafe(running.__aenter__(), loop).result(10)
        try:
            yield Aside(loop, slack, echo)
        finally:
            asyncio.run_coroutine_threadsafe(running.__aexit__(None, None, None), loop).result(10)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()
