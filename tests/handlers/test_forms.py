"""The forms are what Slack takes, at every extreme, and too many standards are searched."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from bot.views import words
from bot.views.amendment_form import Amended
from bot.views.decision_modal import decision_modal
from bot.views.execution_modal import execution_modal
from bot.views.filing_form import Forecast, filing_form, foretold
from bot.views.filing_inputs import standard_option
from bot.views.returning import return_modal
from bot.views.text import Names
from bot.views.withdrawal_modal import withdrawal_modal
from handlers.draft import Draft
from models.acts import Amend, ReturnForCompletion
from models.holds import MissingItem
from models.lifecycle import perform
from models.lifecycle.returning import RETURNABLE
from models.money import Money
from models.policy import Policy, Standard
from models.refusals import Fault
from models.request import CarriedMessage, Evidence, ExceptionRequest, Filing, Stage, Verdict
from sandbox.blockkit import check_view, visible_text
from tests import builders
from tests.views import samples_reconciling as reconciling
from tests.views.walk import REQUESTER, Walk
from tests.world import complaints

EXTREMES = [
    "&" * 3000,
    "<" * 3000,
    "😀" * 1500,
    "مرحبا " * 500,
    "<!channel> <@U0SAMPLE01>" * 100,
    "a\n" * 1500,
]


def refused(view: dict[str, Any]) -> list[str]:
    said = [problem.line() for problem in check_view(view)]
    return said + complaints([{"method": "views.open", "args": {"trigger_id": "1.1", "view": view}}])


STANDARDS: list[Standard | None] = [None, *builders.policy().standards]


@pytest.mark.parametrize("standard", STANDARDS, ids=lambda s: s.reference if s else "none")
@pytest.mark.parametrize("text", ["", *EXTREMES])
def test_filing_form_is_what_slack_takes(standard: Standard | None, text: str) -> None:
    message = CarriedMessage(channel="C0SAMPLE01", ts="1.000001", author="U0SAMPLE01", text=text)
    form = filing_form(builders.policy(), Names(), standard=standard, message=message, note="Look again.")
    assert refused(form) == []


@pytest.mark.parametrize("standard", STANDARDS[1:], ids=lambda s: s.reference if s else "none")
@pytest.mark.parametrize("text", EXTREMES)
def test_form_that_is_opened_again_is_what_slack_takes(standard: Standard, text: str) -> None:
    policy, request = builders.policy(), with_texts(builders.filed(), text[:3000])
    files = tuple(Evidence(file_id=f"F{n}", name=text[:200]) for n in range(20))
    held = replace(request.filing, evidence=files, requested_words=text, beneficiary="U0SAMPLE01")
    items = tuple(MissingItem(field=str(field), words=text[:500]) for field in (*RETURNABLE, ""))
    act = ReturnForCompletion(number=request.number, items=items)
    returned = builders.done(
        perform(replace(request, filing=held), act, builders.person("UVAL1"), builders.scene(builders.LATER))
    )
    for again in (replace(request, filing=held), returned):
        form = filing_form(policy, Names(), standard=standard, amended=Amended(request=again, seen=0))
        assert refused(form) == []
    assert refused(return_modal(request, policy)) == []


@pytest.mark.parametrize("text", EXTREMES)
@pytest.mark.parametrize("verdict", list(Verdict))
@pytest.mark.parametrize("stage", list(Stage))
def test_decision_execution_and_withdrawal_modals_are_what_slack_takes(
    text: str, verdict: Verdict, stage: Stage
) -> None:
    request = with_texts(builders.filed(), text)
    policy = builders.policy()
    assert refused(decision_modal(request, policy, Names(), stage=stage, verdict=verdict)) == []
    assert refused(execution_modal(request, policy)) == []
    assert refused(withdrawal_modal(request, policy)) == []


def with_texts(request: ExceptionRequest, text: str) -> ExceptionRequest:
    customer = replace(request.filing.customer, name=text)
    filing = replace(request.filing, rationale=text, impact=text, dependencies=text, customer=customer)
    return replace(request, number=999_999_999_999, filing=filing)


def test_more_than_a_hundred_standards_are_searched() -> None:
    many = policy_with(101)
    form = filing_form(many, Names(), standard=many.standards[100])
    element = next(b for b in form["blocks"] if b.get("block_id") == "standard")["element"]
    assert element["type"] == "external_select"
    assert element["initial_option"]["value"] == many.standards[100].reference
    assert refused(form) == []
    hundred = filing_form(policy_with(100), Names())
    assert refused(hundred) == []


def policy_with(count: int) -> Policy:
    policy = builders.policy()
    made = tuple(
        policy.standards[0].model_copy(update={"reference": f"STD-{n}", "title": f"Standard {n}"})
        for n in range(count)
    )
    return policy.model_copy(update={"standards": made})


def test_long_title_is_cut_and_the_reference_is_not() -> None:
    standard = (
        builders.policy().standards[0].model_copy(update={"title": "W" * 120, "reference": "OPS-" + "9" * 50})
    )
    shown = standard_option(standard)["text"]["text"]
    assert len(shown) <= 75
    assert shown.endswith(f"({standard.reference})")


@pytest.mark.parametrize(
    "fault", [Fault.NOT_A_NUMBER, Fault.NEGATIVE, Fault.TOO_LARGE, Fault.SAME_AS_STANDARD]
)
def test_forecast_says_that_it_cannot_be_told(fault: Fault) -> None:
    policy = builders.policy()
    said = foretold(policy, Names(), policy.standards[0], Forecast(fault=fault, requested=Decimal(1)))
    assert said.startswith(":warning:")


def test_settled_value_counts_until_a_higher_one_is_entered() -> None:
    walk = reconciling.value_settled()
    assert "The decision value is *EUR 9,200* here, settled by" in opened(walk, walk.now.filing)
    assert "as it was settled" in words.value(walk.now, walk.policy)
    higher = replace(walk.now.filing, value=Money(amount=Decimal(20000), currency="EUR"))
    assert "settled by" not in opened(walk, higher)
    now = walk.do(Amend(number=1042, filing=higher, why="It was too low."), REQUESTER).now
    assert words.value(now, walk.policy) == "*EUR 20,000*"


def test_settled_standard_holds_for_its_standard_alone() -> None:
    walk = reconciling.settled()
    assert "60 days instead of 45 days" in opened(walk, walk.now.filing)
    other = next(s for s in walk.policy.standards if s.reference != walk.now.filing.standard)
    said = opened(walk, replace(walk.now.filing, standard=other.reference))
    assert "settled" not in said
    assert "45 days" not in said


def opened(walk: Walk, filing: Filing) -> str:
    """What the form says of the standard and of what would come of it, with this filled in."""
    policy = walk.policy
    draft = Draft(filing=filing, unread={}, request=walk.now)
    form = filing_form(
        policy,
        Names(),
        standard=draft.standard(policy),
        forecast=draft.forecast(policy, walk.at),
        amended=Amended(request=walk.now, seen=0, draft=filing),
    )
    return visible_text(form)
