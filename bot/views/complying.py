"""The words for what compliance, or the contact above all authority, is asked and answers; it builds only excerpts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from bot.views import holds, words
from bot.views.answered import CONDITIONS
from bot.views.scene import Rendering
from bot.views.summary import excerpt
from bot.views.text import Block, Names, escape, person
from models.events import EventKind
from models.holds import HoldEnding, HoldKind
from models.people import SYSTEM
from models.policy import Policy
from models.request import ExceptionRequest

Changed = Mapping[str, Any]

#: The kinds of holds that these words are for.
KINDS = (HoldKind.REGULATORY, HoldKind.OVER_AUTHORITY)


def is_answer(changed: Changed, request: ExceptionRequest) -> bool:
    """Whether a hold's closing is an answer of theirs."""
    hold = request.hold(str(changed["hold"]))
    if hold is None or hold.kind not in KINDS:
        return False
    return changed["closed"]["how"] in (HoldEnding.RESOLVED, HoldEnding.CONDITIONS)


def opened(changed: Changed, request: ExceptionRequest, policy: Policy, names: Names) -> str:
    """That a request waits for them, as the thread tells it (mrkdwn)."""
    hold = request.hold(str(changed["hold"]["key"]))
    if hold is None:
        return f"{words.HOLD} On hold."
    by = hold.opened_by
    sent = "" if by == SYSTEM.id else f"{person(by)} sent it to compliance.\n"
    return f"{sent}{holds.standing(hold, request, policy, names)}"


def answered(changed: Changed, actor: str, request: ExceptionRequest, policy: Policy) -> str:
    """What they answered, as the thread tells it (mrkdwn)."""
    hold = request.hold(str(changed["hold"]))
    if hold is None or hold.closed is None:
        return f"{words.DONE} The hold was closed."
    named = escape(holds.title(hold, policy))
    if hold.closed.how is HoldEnding.CONDITIONS:
        return f"{words.DONE} {actor} cleared it, with conditions.\n{named}"
    if hold.kind is HoldKind.OVER_AUTHORITY:
        tier = escape(policy.tiers[-1].title)
        return f"{words.DONE} {actor} allowed {tier} to decide this value.\n{named}"
    return f"{words.DONE} {actor} cleared it.\n{named}"


def prohibited(changed: Changed, actor: str) -> str:
    """That it may not be done, as the thread tells it (mrkdwn)."""
    refused = str(changed.get("hold") or "").startswith(HoldKind.OVER_AUTHORITY)
    said = "refused it: the value is above every tier's authority" if refused else "prohibited it"
    return f"{words.REFUSED} {actor} {said}. That is final: nobody decides it or carries it out any more."


def typed(changed: Changed, limit: int) -> list[Block]:
    """The conditions and the reason of an answer, to stand in `rich`."""
    closed = changed["closed"]
    parts = excerpt(CONDITIONS, str(closed["conditions"]), limit) if closed.get("conditions") else []
    return [*parts, *excerpt("Why", str(closed["words"]), limit)]


def told_prohibited(scene: Rendering, whose: str) -> str:
    """The end as one of those involved reads it (mrkdwn)."""
    request = scene.request
    by = f" by {person(request.ended.by)}" if request.ended is not None else ""
    refused = any(
        hold.kind is HoldKind.OVER_AUTHORITY
        and hold.closed is not None
        and hold.closed.how is HoldEnding.REFUSED
        for hold in request.holds
    )
    said = f"refused{by}: its value is above every tier's authority" if refused else f"prohibited{by}"
    return f"{words.REFUSED} {whose} was {said}. That is final; nothing is carried out."


def told_conditions(scene: Rendering, whose: str, actor: str) -> str:
    """That compliance set conditions, as the requester reads it (mrkdwn)."""
    request = scene.request
    inside = f"your{whose[4:]}" if whose.startswith("Your ") else whose
    said = f"{words.CARE} {actor} of compliance set conditions for {inside}."
    if not any(decision.round < request.round for decision in request.decisions):
        return said
    return f"{said} What was approved so far no longer counts: round {request.round} begins with the first approval."


def sets_conditions(scene: Rendering) -> bool:
    """Whether the scene's event is compliance's clearing a request with conditions."""
    if scene.event is None or scene.event.kind != EventKind.HOLD_CLOSED:
        return False
    return bool(json.loads(scene.event.changed)["closed"].get("conditions"))
