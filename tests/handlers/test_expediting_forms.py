"""The urgent path's buttons: what they carry says only what was shown, and who may is asked at each of them."""

from __future__ import annotations

import pytest

from handlers.expediting import GRANTING, KEEPING
from handlers.payloads import UnreadablePayloadError
from models.acts import AnswerExpedite
from models.request import Stage
from tests.handlers.acting import card_at
from tests.handlers.test_people import known_to_be_in
from tests.scenarios.test_expediting import ask, asked_card
from tests.world import ADMIN, EXECUTIVE, MANAGER, World


@pytest.mark.parametrize("rest", ["", "one", "-1", "١", "1" * 7, "1:2"])
def test_value_that_no_button_carries_is_refused(rest: str) -> None:
    for dialogue in (GRANTING, KEEPING):
        with pytest.raises(UnreadablePayloadError, match="not a round"):
            dialogue.blank(1042, rest)


def test_button_says_what_it_does_and_for_which_round() -> None:
    assert GRANTING.blank(1042, "2") == AnswerExpedite(number=1042, round=2, is_granted=True, words="")
    assert KEEPING.blank(1042, "2") == AnswerExpedite(number=1042, round=2, is_granted=False, words="")


async def test_manager_who_was_taken_out_of_the_group_is_refused_with_the_form_open(world: World) -> None:
    request = await world.file()
    await card_at(world, request, Stage.VALIDATION)
    await ask(world, request)
    manager = world.person(MANAGER)
    card = await asked_card(world, request, MANAGER, "Authorise urgent path")
    await manager.click(card, "Authorise urgent path")
    await world.slack.wait_for(manager.view)
    world.person(ADMIN).administer(op="group_members", group="S0MANAGERS", members=[EXECUTIVE])
    await known_to_be_in(world, "@ops-managers", EXECUTIVE)
    await manager.fill({"Your justification": "They leave tonight."})
    refused = (await manager.submit()).errors["Your justification"]
    assert "authorised by the department manager" in refused
    assert "@ops-managers can" in refused
    assert not (await world.request(request.number)).is_expedited
