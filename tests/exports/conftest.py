"""A desk whose policy is on record, and one request with a long story."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import policy_record
from models.policy_history import Recorded
from models.request import ExceptionRequest
from tests.bot.office import TEAM, Office, open_office
from tests.builders import MORNING, policy
from tests.exports.story import story_of


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """A desk on a database that has its policy on record, as the bot's own has."""
    async with open_office(tmp_path / "desk.sqlite3") as opened:
        await opened.writer.run(
            lambda c: policy_record.put_in_force(c, TEAM, policy(), Recorded.FIRST, MORNING)
        )
        await opened.writer.run(lambda c: policy_record.follow(c, TEAM, opened.policies))
        yield opened


@pytest.fixture
async def request_with_a_story(office: Office) -> ExceptionRequest:
    """It was returned, amended, complained of, decided twice, carried out in part and then in full."""
    return await story_of(office)
