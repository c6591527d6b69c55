"""The views of the policy itself in believable moments: shown, changed, told of, reviewed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.views import policy_page as page_of_policy
from bot.views.policy_care_card import policy_care_card, review_form
from bot.views.policy_change_card import answer_form, policy_change_card
from bot.views.policy_effect import policy_effect
from bot.views.policy_form import proposal_form
from bot.views.policy_page import CONTACTS, THRESHOLDS, PolicyShown, policy_page
from bot.views.policy_told import policy_told
from models.oversight.policy_cares import CareOfPolicy, CareVerdict, Reviewed
from models.oversight.policy_changes import ChangeEnd, Ended, PolicyChange
from models.policy import Policy
from models.policy_diff import Difference, differences
from models.policy_history import Recorded, Recording
from models.policy_versions import policy_json
from models.simulation.simulating import simulate
from tests.builders import MORNING
from tests.views.samples import HARD, as_payload
from tests.views.walk import EXECUTIVE, NAMES, VALIDATOR, sample_policy

BASE, NEXT = "1a2b3c4d5e6f", "6f5e4d3c2b1a"
PROPOSER, APPROVER = EXECUTIVE, VALIDATOR


def lower() -> Policy:
    """The last tier begins earlier, and the first contact has another backup."""
    policy = sample_policy()
    tiers = [tier.model_dump() for tier in policy.tiers]
    tiers[-1]["at_least"] = tiers[-2]["below"] = tiers[-1]["at_least"] - 5
    tiers[-2]["decision_time"] = "2 business days"
    tiers[-1]["authority"] = None
    contacts = {name: contact.model_dump() for name, contact in policy.contacts.items()}
    contacts[next(iter(contacts))]["backup"] = ["UJON", "@executives"]
    over = policy.escalations.model_dump() | {
        "over_authority": {"priority": "normal", "within": "same business day"}
    }
    content = policy.model_dump() | {"tiers": tiers, "contacts": contacts, "escalations": over}
    return Policy.model_validate(content)


def change(**changed: Any) -> PolicyChange:
    """A proposal of an hour ago."""
    made = PolicyChange(
        number=3,
        base=BASE,
        version=NEXT,
        content=policy_json(lower()),
        changes=differences(sample_policy(), lower()),
        reason="Half of what is decided lies there, and the executives want to see it.",
        proposed_by=PROPOSER,
        opened_at=MORNING - timedelta(hours=1),
        told=(PROPOSER, APPROVER),
    )
    return replace(made, **changed)


def ended(how: ChangeEnd, words: str = "The board asked for it.") -> PolicyChange:
    by = PROPOSER if how is ChangeEnd.TAKEN_BACK else APPROVER
    return change(ended=Ended(how=how, by=by, at=MORNING, words=words))


def recording(how: Recorded, **changed: Any) -> Recording:
    made = Recording(
        position=7, version=NEXT, at=MORNING, how=how, changes=differences(sample_policy(), lower())
    )
    return replace(made, **changed)


PROPOSED = recording(Recorded.PROPOSAL, people=(PROPOSER, APPROVER), proposal=3)
ADOPTED = recording(Recorded.FILE, operator="ines & <co>", at=MORNING - timedelta(days=90))


def care(**changed: Any) -> CareOfPolicy:
    """The year is over, and the owner was asked yesterday."""
    made = CareOfPolicy(
        number=2,
        planned="2026-03-03",
        opened_at=MORNING - timedelta(days=1),
        due_at=MORNING + timedelta(days=27),
        version=BASE,
        who=("@operations",),
        told=(PROPOSER,),
    )
    return replace(made, **changed)


def page(**changed: Any) -> dict[str, Any]:
    shown = PolicyShown(
        policy=sample_policy(),
        version=BASE,
        recording=recording(Recorded.FIRST, changes=()),
        names=NAMES,
        review_at=MORNING + timedelta(days=200),
    )
    return policy_page(replace(shown, **changed))


def card(what: PolicyChange, reader: str = APPROVER, in_force: str = BASE) -> Callable[[], dict[str, Any]]:
    effect = policy_effect(simulate((), lower(), NEXT, MORNING))
    return lambda: as_payload(policy_change_card(what, sample_policy(), in_force, reader, NAMES, effect))


def care_card(what: CareOfPolicy, *changes: Recording) -> Callable[[], dict[str, Any]]:
    return lambda: as_payload(policy_care_card(what, sample_policy(), BASE, changes, NAMES))


def many() -> PolicyChange:
    """More changes than a message shows, with long hard values."""
    changes = (Difference(key=f"standards[{n}].title", was=HARD[:110], now=None) for n in range(30))
    return change(changes=tuple(changes), reason=HARD * 20)


FOUND = Reviewed(verdict=CareVerdict.RIGHT, by=PROPOSER, at=MORNING, words=HARD, version=BASE)

SAMPLES: dict[str, Callable[[], dict[str, Any]]] = {
    "policy_page": page,
    "policy_page_of_administrator": lambda: page(
        is_administrator=True,
        reader=PROPOSER,
        done=page_of_policy.PROPOSED,
        recording=PROPOSED,
        proposals=(change(), change(number=4, base="000000000000")),
        care=care(),
        review_at=None,
    ),
    "policy_page_overdue": lambda: page(
        proposals=(change(),), care=care(overdue_at=MORNING, due_at=MORNING), review_at=None
    ),
    "policy_page_of_another_administrator": lambda: page(
        is_administrator=True, reader=APPROVER, proposals=(change(),)
    ),
    "policy_form_thresholds": lambda: proposal_form(sample_policy(), BASE, THRESHOLDS),
    "policy_form_contacts": lambda: proposal_form(sample_policy(), BASE, CONTACTS),
    "policy_change": card(change()),
    "policy_change_at_proposer": card(change(), PROPOSER),
    "policy_change_overtaken": card(change(), in_force=NEXT),
    "policy_change_approved": card(ended(ChangeEnd.APPROVED)),
    "policy_change_rejected_hard": card(ended(ChangeEnd.REJECTED, HARD)),
    "policy_change_taken_back": card(ended(ChangeEnd.TAKEN_BACK, "")),
    "policy_change_many": card(many()),
    "policy_change_approving": lambda: answer_form(change(), sample_policy(), NAMES, approves=True),
    "policy_change_rejecting": lambda: answer_form(change(), sample_policy(), NAMES, approves=False),
    "policy_told_proposed": lambda: as_payload(policy_told(PROPOSED, lower(), NAMES)),
    "policy_told_adopted": lambda: as_payload(policy_told(ADOPTED, lower(), NAMES)),
    "policy_care": care_card(care(), PROPOSED, ADOPTED),
    "policy_care_overdue": care_card(care(overdue_at=MORNING, overdue_told=(APPROVER,))),
    "policy_care_reviewed": care_card(care(reviewed=FOUND), ADOPTED),
    "policy_care_needs_change": care_card(
        care(reviewed=replace(FOUND, verdict=CareVerdict.NEEDS_CHANGE)), ADOPTED
    ),
    "policy_care_form": lambda: review_form(care(), sample_policy()),
}
