"""The bot behind signed HTTP: its two pages, and nothing done for a request that Slack did not just sign."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.processes.bot_process import bot
from tests.processes.forged import get, post
from tests.processes.outside import Outside, outside
from tests.world import REQUESTER, VALIDATOR, free_port

#: What a forger would love to send: a decision by somebody who may make it.
SECRET = "0123456789abcdef0123456789abcdef"
#: Seconds that a request may be old, and some more.
TOO_OLD = 301


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[tuple[Outside, str]]:
    """A local Slack whose bot listens for signed HTTP, and the bot's address."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    async with outside(tmp_path, request_url=f"{address}/slack/events") as town:
        given = {"SLACK_SIGNING_SECRET": town.slack.signing_secret, "PORT": str(port)}
        async with bot(town.slack, town.folder, **given):
            yield town, address


async def test_both_pages_answer(served: tuple[Outside, str]) -> None:
    _, address = served
    assert await get(f"{address}/healthz") == (200, {"status": "ok"})
    assert await get(f"{address}/readyz") == (200, {"status": "ready", "outbox": 0})


async def test_slack_verifies_the_request_url(served: tuple[Outside, str]) -> None:
    town, _ = served
    await town.slack.verify_request_url()


async def test_forged_and_old_decisions_change_nothing(served: tuple[Outside, str]) -> None:
    town, address = served
    number = await town.file()
    who = await town.modal(VALIDATOR, "Approve", await town.card(number))
    await town.insist_on_sent_once()
    before, calls = everything(town), len(town.slack.calls)
    url, real = f"{address}/slack/events", town.slack.signing_secret
    now = int(town.slack.clock.now().timestamp())
    wanted = decision(town, number)
    assert (await post(url, wanted, secret=SECRET, at=now))[0] == 401
    assert (await post(url, wanted, secret=real, at=now - TOO_OLD))[0] == 401
    assert (await post(url, wanted, secret=real, at=now + TOO_OLD))[0] == 401
    assert (await post(url, wanted, secret=real, at=now, X_Slack_Signature=""))[0] == 401
    assert (await post(url, wanted, secret=real, at=now, X_Slack_Request_Timestamp=str(now - 1)))[0] == 401
    assert (await post(url, wanted, secret=real, at=now, X_Slack_Request_Timestamp="soon"))[0] == 401
    assert (await post(url, wanted, secret=real, at=now, X_Slack_Signature="v0=ü"))[0] == 401
    assert everything(town) == before
    assert len(town.slack.calls) == calls
    # The same decision, signed as it must be, is taken: so it was the signature that kept it out.
    assert (await post(url, wanted, secret=real, at=now))[0] == 200
    assert town.stored.decisions() == [(number, VALIDATOR)]
    who.close()


async def test_main_job_starts_over_http(served: tuple[Outside, str]) -> None:
    town, _ = served
    number = await town.file()
    assert (await town.decide(VALIDATOR, "Approve", await town.card(number))).result == "closed"
    await town.insist_on_sent_once()
    assert len(town.direct(REQUESTER, number)) == 1


def decision(town: Outside, number: int) -> dict[str, Any]:
    """The payload of an approval that was filled in and not yet sent."""
    view = town.person(VALIDATOR).view()
    assert view is not None
    block = next(b for b in view["blocks"] if b["type"] == "input" and b["label"]["text"] == "Rationale")
    element = {"type": "plain_text_input", "value": "It is right here."}
    state = {"values": {block["block_id"]: {block["element"]["action_id"]: element}}}
    team = {"id": town.slack.state.team.id, "domain": "sample"}
    return {
        "type": "view_submission",
        "team": team,
        "user": {"id": VALIDATOR, "team_id": team["id"]},
        "view": view | {"state": state},
        "response_urls": [],
    }


def everything(town: Outside) -> list[list[tuple[Any, ...]]]:
    """All rows of all tables."""
    tables = town.stored.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return [town.stored.rows(f"SELECT * FROM {name}") for (name,) in tables]
