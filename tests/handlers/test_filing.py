"""Filing: the form, its forecast, each error beside its field, and the ways in."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from models.request import Criticality, Reason
from sandbox.blockkit import visible_text
from tests.handlers.acting import filled_form, form_text, labels, open_form, says
from tests.world import FORM, GUEST, MEMBER, REQUESTER, SUPERVISOR, VALIDATOR, World


async def test_form_is_filed_as_it_was_filled_in(world: World) -> None:
    requester = await filled_form(
        world,
        REQUESTER,
        **{
            "Requested value": "45 days",
            "Decision value": "1,250.50",
            "Currency": "USD",
            "Dependencies": "Billing changes its run.",
            "Needed by": (world.services.clock.now() + timedelta(days=3)).date().isoformat(),
            "Beneficiary": MEMBER,
        },
    )
    await requester.fill({"Evidence": [requester.upload("offer.pdf", b"%PDF-1.4 sample")]})
    assert (await requester.submit()).result == "closed"
    assert requester.view() is None
    (number,) = await world.numbers()
    filing = (await world.request(number)).filing
    assert (filing.standard, filing.requested) == ("OPS-017", Decimal(45))
    assert (filing.value.amount, filing.value.currency) == (Decimal("1250.50"), "USD")
    assert (filing.reason, filing.criticality) == (Reason.RETENTION, Criticality.MEDIUM)
    assert filing.customer.name.startswith("Café Luminère")
    assert (filing.beneficiary, filing.dependencies) == (MEMBER, "Billing changes its run.")
    assert filing.needed_by is not None
    assert [(e.name, bool(e.permalink)) for e in filing.evidence] == [("offer.pdf", True)]
    await world.dm(REQUESTER, lambda text: f"EX-{number}" in text)


async def test_form_foretells_deviation_tier_people_and_time_before_it_is_sent(world: World) -> None:
    requester = await open_form(world, REQUESTER)
    await requester.fill({"Standard policy": "OPS-017"})
    await says(world, requester, "The standard is *30 days*")
    for typed, told in (("44.7", "*49 %* → Manager"), ("45", "*50 %* → Executive"), ("35", "→ Team lead")):
        await requester.fill({"Requested value": typed})
        await says(world, requester, told)
    assert "@team-leads" in form_text(requester)
    await requester.fill({"Decision value": "60000"})
    await says(world, requester, "Decision value: EUR 60,000")
    await world.slack.wait_for(
        lambda: "is over the EUR 10,000 that Team lead may decide" in form_text(requester)
    )
    await requester.fill({"Currency": "SEK"})
    await world.slack.wait_for(lambda: "is over" not in form_text(requester))
    await requester.fill({"Requested value": "30"})
    await says(world, requester, "the policy's standard itself")


async def test_form_says_who_is_there_now_and_what_waits_on_them(world: World) -> None:
    await world.file()
    requester = await open_form(world, REQUESTER)
    await requester.fill({"Standard policy": "OPS-017", "Requested value": "40"})
    # A guest is in the group, and somebody who has left in the managers': neither counts.
    await says(world, requester, "There now: 3 of 3 to validate (1 request waiting), 3 of 3 to authorise")
    world.slack.parts.administration.set_do_not_disturb(VALIDATOR, True)
    world.slack.clock.shift(50)
    await requester.fill({"Requested value": "41"})
    await says(world, requester, "There now: 2 of 3 to validate")


@pytest.mark.parametrize(
    ("changed", "label", "said"),
    [
        ({"Requested value": "30"}, "Requested value", "30 days is the policy's standard itself"),
        ({"Requested value": "soon"}, "Requested value", "Enter a number"),
        ({"Decision value": "-5"}, "Decision value", "0 or more"),
        ({"Decision value": "much"}, "Decision value", "Enter a number"),
        ({"Decision value": "8.000"}, "Decision value", "could be read in two ways"),
        ({"Needed by": "2020-01-31"}, "Needed by", "has passed"),
        ({"Rationale": "   \n "}, "Rationale", ""),
    ],
)
async def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(
    world: World, changed: dict[str, Any], label: str, said: str
) -> None:
    requester = await filled_form(world, REQUESTER, **changed)
    sent = await requester.submit()
    assert sent.result == "errors"
    assert list(sent.errors) == [label]
    assert said in sent.errors[label]
    await requester.fill({label: FORM.get(label)})
    assert (await requester.submit()).result == "closed"
    (number,) = await world.numbers()
    assert (await world.request(number)).filing.impact == FORM["Impact analysis"]


async def test_all_errors_are_shown_at_once(world: World) -> None:
    requester = await filled_form(
        world, REQUESTER, **{"Requested value": "x", "Decision value": "-1", "Needed by": "2020-01-31"}
    )
    sent = await requester.submit()
    assert set(sent.errors) == {"Requested value", "Decision value", "Needed by"}


async def test_standard_without_a_number_asks_for_words_and_a_percentage(world: World) -> None:
    requester = await open_form(world, REQUESTER)
    await requester.fill({"Standard policy": "OPS-041"})
    await world.slack.wait_for(lambda: "Requested instead" in labels(requester))
    assert "Requested value" not in labels(requester)
    await requester.fill({"Deviation (%)": "25"})
    await says(world, requester, "*25 %* → Manager")
    assert "the validator confirms it" in form_text(requester)


async def test_standard_of_zero_asks_for_a_number_and_a_percentage(world: World) -> None:
    request = await world.file(
        **{"Standard policy": "OPS-029", "Requested value": "2", "Deviation (%)": "10"}
    )
    assert (request.filing.requested, request.score.deviation) == (Decimal(2), Decimal(10))
    assert request.score.by_hand


async def test_negative_standard_takes_a_negative_value(world: World) -> None:
    request = await world.file(**{"Standard policy": "OPS-036", "Requested value": "-15"})
    assert request.filing.requested == Decimal(-15)


async def test_guest_may_file(world: World) -> None:
    assert (await world.file(by=GUEST)).filed_by == GUEST


async def test_shortcut_opens_the_form(world: World) -> None:
    requester = world.person(REQUESTER)
    await requester.shortcut("file_exception")
    await world.slack.wait_for(requester.view)
    assert labels(requester)[0] == "Standard policy"


async def test_message_shortcut_carries_the_message_over(world: World) -> None:
    world.person(SUPERVISOR).say("operations", "Acme & Sons want 45 days, see <!channel>")
    validator = world.person(VALIDATOR)
    message = validator.messages("operations")[-1]
    await validator.shortcut("file_exception_from_message", message)
    await world.slack.wait_for(validator.view)
    assert "Acme & Sons want 45 days" in form_text(validator)
    await validator.fill({label: value for label, value in FORM.items() if label != "Rationale"})
    assert (await validator.submit()).result == "closed"
    (number,) = await world.numbers()
    filing = (await world.request(number)).filing
    assert filing.message is not None
    assert (filing.message.author, filing.message.ts) == (SUPERVISOR, message["ts"])
    assert "Acme & Sons want 45 days" in filing.message.text
    assert "Acme & Sons want 45 days" in filing.rationale


async def test_long_message_is_quoted_and_cut_to_fit(world: World) -> None:
    world.person(SUPERVISOR).say("operations", '😀 "quoted" \n' * 600)
    validator = world.person(VALIDATOR)
    await validator.shortcut("file_exception_from_message", validator.messages("operations")[-1])
    view = await world.slack.wait_for(validator.view)
    assert len(view["private_metadata"]) <= 3000
    rationale = next(b for b in view["blocks"] if b.get("block_id") == "rationale")
    assert "initial_value" not in rationale["element"]
    await validator.fill(FORM)
    assert (await validator.submit()).result == "closed"


async def test_three_thousand_characters_of_markup_are_filed_as_typed(world: World) -> None:
    text = ("<!channel> & <@U0MANAGER1> *b* 😀 مرحبا " * 100)[:3000].strip()
    request = await world.file(**{"Rationale": text, "Impact analysis": "&" * 3000})
    assert request.filing.rationale == text
    await world.card(request)
    bystander = world.person(MEMBER)
    (card,) = [m for m in bystander.messages("exceptions-manager") if request.id in visible_text(m)]
    assert "<!channel>" in visible_text(card)
    assert not card["_mentions_me"]


async def test_form_that_is_sent_twice_at_once_files_once(world: World) -> None:
    requester = await filled_form(world, REQUESTER)
    sent = await asyncio.gather(requester.submit(), requester.submit())
    assert [each.result for each in sent] == ["closed", "closed"]
    assert len(await world.numbers()) == 1


async def test_standard_chosen_without_its_fields_having_come_brings_them_and_loses_nothing(
    world: World,
) -> None:
    requester = await filled_form(world, REQUESTER)
    view = requester.view()
    assert view is not None
    # The app's answer to the choice of the standard was lost: the form still asks for a number.
    held = requester.open_view(view["id"]).values["standard"]["standard"]
    held["selected_option"] = {
        "text": {"type": "plain_text", "text": "Dual sourcing of critical parts (OPS-041)"},
        "value": "OPS-041",
    }
    sent = await requester.submit()
    assert sent.result == "updated"
    assert "This standard asks for something else" in form_text(requester)
    await requester.fill({"Requested instead": "One supplier for three months.", "Deviation (%)": "25"})
    assert (await requester.submit()).result == "closed"
    (number,) = await world.numbers()
    assert (await world.request(number)).filing.rationale == FORM["Rationale"]


async def test_customers_are_found_by_typing(world: World) -> None:
    requester = await open_form(world, REQUESTER)
    options = await requester.suggest("Customer", "lumin")
    assert [option["text"]["text"].startswith("Café Luminère") for option in options] == [True]
    assert await requester.suggest("Customer", "no such customer anywhere") == []
