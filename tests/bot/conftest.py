"""Fixtures of the floor that does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.gateway import Gateway
from tests.bot.answering import AnsweringSlack, answering_slack
from tests.bot.office import Office, open_office


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """A desk on an empty database."""
    async with open_office(tmp_path / "desk.sqlite3") as opened:
        yield opened


@pytest.fixture
async def slack() -> AsyncIterator[AnsweringSlack]:
    """A server that answers as Slack does."""
    async with answering_slack() as server:
        yield server


@pytest.fixture
async def gateway(slack: AnsweringSlack) -> AsyncIterator[Gateway]:
    """The gateway to it."""
    opened = Gateway("xoxb-sample", slack.url, call_limit=5)
    yield opened
    await opened.close()
