"""The HTTP door where requests do not prove to be Slack's: they are refused, and those who run the bot learn why."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.turned_away import QUIET_FOR
from tests.handlers.acting import form_text, says
from tests.processes.forged import post
from tests.scenarios.test_readiness import check_again, readiness
from tests.world import ADMIN, World, open_world

OTHER = "0123456789abcdef0123456789abcdef"


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[World]:
    """The bot behind signed HTTP."""
    async with open_world(tmp_path, transport="http") as world:
        yield world


async def refused(world: World, *, secret: str, late: int = 0, **headers: str) -> list[dict[str, object]]:
    """What the log says of a request that is signed so, `late` seconds ago."""
    url = f"http://127.0.0.1:{world.services.settings.port}/slack/events"
    at = int(world.slack.clock.now().timestamp()) - late
    with capture_logs() as said:
        assert (await post(url, {}, secret=secret, at=at, **headers))[0] == 401
    return [dict(one) for one in said if one["log_level"] == "warning"]


async def test_wrong_secret_is_in_the_log_with_its_remedy_once_a_minute(served: World) -> None:
    (said,) = await refused(served, secret=OTHER)
    assert "SLACK_SIGNING_SECRET" in str(said["event"])
    assert "Basic Information" in str(said["remedy"])
    assert await refused(served, secret=OTHER) == []
    served.slack.clock.shift(QUIET_FOR.total_seconds())
    (said,) = await refused(served, secret=OTHER)
    assert said["since_start"] == 3


async def test_time_that_is_off_is_told_apart_from_a_wrong_secret(served: World) -> None:
    (said,) = await refused(served, secret=served.slack.signing_secret, late=301)
    assert "more than five minutes" in str(said["event"])
    assert "NTP" in str(said["remedy"])


async def test_readiness_counts_what_was_refused(served: World) -> None:
    assert "Nothing that came there signed was refused" in form_text(await readiness(served, ADMIN))
    await refused(served, secret=OTHER)
    await refused(served, secret=OTHER)
    await check_again(served, served.person(ADMIN))
    await says(served, served.person(ADMIN), "has refused 2 of the requests")


async def test_what_is_not_signed_at_all_is_a_stranger_s_and_counts_for_nothing(served: World) -> None:
    assert await refused(served, secret=OTHER, X_Slack_Signature="") == []
    assert served.services.turned_away.count == 0
