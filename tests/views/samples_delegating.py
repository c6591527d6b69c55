"""The views of delegations in believable moments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.views import home_parts
from bot.views.decision_modal import decision_modal
from bot.views.delegations import delegating, delegation_message, part
from bot.views.details import details
from bot.views.home import HomeTab
from bot.views.messages import render
from models.delegation import Delegation, Told
from models.notices import MessageKind
from models.request import Stage, Verdict
from tests.builders import MORNING
from tests.views.homes import home_of
from tests.views.samples import HARD, as_payload
from tests.views.walk import EXECUTIVE, NAMES, VALIDATOR, Walk, sample_policy

#: The executive is away, and a member of the board's office stands in.
STAND_IN = "UEXE2"
NOTE = "Ring me where the customer threatens to leave; all else is yours."


def made(**changed: Any) -> Delegation:
    """From the day of the filing to the Friday after."""
    sample = Delegation(
        number=7,
        by=EXECUTIVE,
        to=STAND_IN,
        roles=("executive",),
        starts=MORNING - timedelta(hours=9),
        ends=MORNING + timedelta(days=2, hours=15),
        made_at=MORNING - timedelta(days=1),
        note=NOTE,
    )
    return replace(sample, **changed)


def to_come() -> Delegation:
    """Both roles, at the turn of the year."""
    return made(
        number=8,
        by=VALIDATOR,
        to=EXECUTIVE,
        roles=("validators", "team_lead", "manager"),
        starts=MORNING + timedelta(days=299, hours=15),
        ends=MORNING + timedelta(days=306, hours=15),
        note=HARD,
    )


def message(what: Told, reader: str, delegation: Delegation | None = None) -> Callable[[], dict[str, Any]]:
    """A word about a delegation, as a payload."""
    about = delegation or made()
    at = MORNING + timedelta(days=3) if what is Told.ENDS else MORNING
    return lambda: as_payload(delegation_message(about, what, reader, sample_policy(), NAMES, at))


def authorized() -> Walk:
    """The second approval is given in the executive's stead."""
    walk = Walk().gathered().validated()
    walk.authorized()
    decisions = walk.now.decisions
    stead = replace(decisions[-1], by=STAND_IN, for_whom=EXECUTIVE)
    walk.request = replace(walk.now, decisions=(*decisions[:-1], stead))
    return walk


def decision() -> dict[str, Any]:
    """The form in which it is given."""
    walk = Walk().gathered().validated()
    return decision_modal(
        walk.now,
        walk.policy,
        NAMES,
        stage=Stage.AUTHORIZATION,
        verdict=Verdict.APPROVED,
        for_whom=EXECUTIVE,
    )


def in_details() -> dict[str, Any]:
    """The details of a request that their reader can decide."""
    walk = Walk().gathered().validated()
    return details(walk.now, walk.policy, walk.trail, NAMES, can_decide=True)


def form(*known: Delegation, refused: str = "") -> dict[str, Any]:
    """The form before the executive."""
    roles = () if refused else ("executive",)
    return delegating(EXECUTIVE, known, sample_policy(), MORNING, roles, refused)


def at_home() -> dict[str, Any]:
    """The Home of somebody at both ends."""
    policy = sample_policy()
    own = home_parts.mine((), lambda _: policy, 0)
    return home_of(policy, HomeTab.MINE, own, part(EXECUTIVE, (made(), to_come()), policy, MORNING))


SAMPLES: dict[str, Callable[[], dict[str, Any]]] = {
    "delegation_form": form,
    "delegation_form_with_some": lambda: form(made(), to_come()),
    "delegation_nothing_to_delegate": lambda: form(
        to_come(), refused="You have no approvals to give, so there is nothing that you could delegate."
    ),
    "delegation_home": at_home,
    "delegation_made_to_maker": message(Told.MADE, EXECUTIVE),
    "delegation_made_to_stand_in": message(Told.MADE, STAND_IN),
    "delegation_made_hard": message(Told.MADE, EXECUTIVE, to_come()),
    "delegation_begins": message(Told.BEGINS, STAND_IN),
    "delegation_ends": message(Told.ENDS, STAND_IN),
    "delegation_ended": message(
        Told.ENDED, EXECUTIVE, made(ended_at=MORNING - timedelta(minutes=1), ended_by=STAND_IN)
    ),
    "delegation_decision": decision,
    "delegation_details": in_details,
    "delegation_card": lambda: as_payload(render(MessageKind.CARD, authorized().scene())),
}
