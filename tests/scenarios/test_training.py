"""Training: whoever decides reads the criteria, attests, and goes on where they were; the others are asked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.services import Services
from models.events import EventKind
from models.refusals import Why
from models.request import Status
from sandbox.blockkit import visible_text
from sandbox.person import ActingPerson
from tests.handlers.acting import form_text, labels
from tests.policy.written import changed
from tests.world import ADMIN, GUEST, MANAGER, MEMBER, VALIDATOR, World, open_world

BOX = "I have read this and understood it"


@pytest.fixture(params=["socket", "http"])
async def strict(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """A workspace whose policy requires the training, over both transports."""
    file = tmp_path / "policy.toml"
    sample = Path(__file__).parents[2] / "sample"
    text = changed(('required = false\nvalid_for = "365d"', 'required = true\nvalid_for = "4h"'))
    file.write_text(text.replace('path = "sample/', f'path = "{sample}/'), encoding="utf-8")
    async with open_world(tmp_path, policy=file, transport=request.param) as world:
        yield world


async def training(world: World, by: str) -> ActingPerson:
    """Somebody before the training."""
    who = world.person(by)
    await who.command("/exception training")
    await world.slack.wait_for(who.view)
    return who


async def refusals(services: Services, number: int) -> int:
    trail = await services.records.trail(number)
    return sum(link.kind == EventKind.REFUSED and Why.NOT_TRAINED in link.changed for link in trail)


async def test_who_has_not_attested_does_so_at_once_and_the_same_click_works(strict: World) -> None:
    request = await strict.file()
    card = await strict.card(request)
    who = strict.person(VALIDATOR)
    await who.click(card, "Approve")
    await strict.slack.wait_for(lambda: who.view() is not None)
    assert "Not done yet" in form_text(who)
    assert "Two different people approve" in form_text(who)
    assert await refusals(strict.services, request.number) == 1
    empty = await who.submit()
    assert empty.result == "errors"
    assert "I attest" in str(empty.errors)
    await who.fill({"I attest": [BOX]})
    assert (await who.submit()).result == "updated"
    assert "press the same button again" in form_text(who)
    who.close()
    sent = await strict.decide(VALIDATOR, "Approve", card)
    assert sent.result == "closed", sent
    assert (await strict.request(request.number)).status is Status.AUTHORIZATION


async def test_form_that_was_opened_before_is_kept_while_one_attests(strict: World) -> None:
    request = await strict.file()
    card = await strict.card(request)
    who = await training(strict, VALIDATOR)
    await who.fill({"I attest": [BOX]})
    await who.submit()
    who.close()
    await who.click(card, "Approve")
    await strict.slack.wait_for(lambda: "Rationale" in labels(who))
    await who.fill({"Rationale": "It is right, and it took me an hour to write."})
    strict.slack.clock.shift(5 * 3600)
    pushed = await who.submit()
    assert pushed.result == "pushed", pushed
    await who.fill({"I attest": [BOX]})
    await who.submit()
    who.close()
    assert "Rationale" in labels(who)
    sent = await who.submit()
    assert sent.result == "closed", sent
    decided = (await strict.request(request.number)).decisions
    assert [made.rationale for made in decided] == ["It is right, and it took me an hour to write."]


async def test_those_who_look_after_it_see_the_team_and_ask_who_is_due(strict: World) -> None:
    member = await training(strict, MEMBER)
    assert "The team" not in form_text(member)
    admin = await training(strict, ADMIN)
    view = admin.view()
    assert view is not None
    # Neither the guest among the validators nor the manager who has left can decide, so nobody waits for them.
    assert "0 of 20 " in form_text(admin)
    await admin.click(view, "Ask them")
    await strict.slack.wait_for(lambda: "Asked." in form_text(admin))
    word = await strict.dm(MANAGER, lambda text: "attest that you understood it" in text)
    assert "Until then you cannot decide" in visible_text(word)
    manager = strict.person(MANAGER)
    await manager.click(word, "Read and attest")
    await strict.slack.wait_for(manager.view)
    assert "You give the second approval as Manager" in form_text(manager)
    await manager.fill({"I attest": [BOX]})
    assert (await manager.submit()).result == "updated"
    assert "It holds until" in form_text(manager)
    again = admin.view()
    assert again is not None
    await admin.click(again, "Ask them")
    await strict.slack.wait_for(lambda: "asked today already" in form_text(admin))
    told = [message for message in manager.dm() if "attest that" in visible_text(message)]
    assert len(told) == 1
    assert not [message for message in strict.person(GUEST).dm() if "attest that" in visible_text(message)]
