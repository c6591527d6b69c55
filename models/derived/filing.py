"""Filing, told: the form and its amendments, the score, and the tier and deadline that the request went to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from models.derived.told import Told
from models.events import EventKind, plain_json
from models.evidence import Evidence
from models.filed import Filing, Score
from models.money import Money
from models.refusals import Field
from models.request import ExceptionRequest, Status
from models.trigger import Trigger
from models.ways import Amendment

#: The form asks for the amount and the currency of one value.
_VALUE, _CURRENCY = str(Field.VALUE), str(Field.CURRENCY)


def begin(filed: Told, routed: Told) -> ExceptionRequest:
    """The new request of the first two events of its chain."""
    if filed.link.kind != EventKind.FILED:
        raise filed.fault("is the first one, and does not tell how it was filed")
    if routed.link.kind != EventKind.ROUTED:
        raise routed.fault("follows the filing, and does not tell which tier decides")
    by_hand = routed.read("scored_by_hand", bool)
    score = Score(
        deviation=routed.read("deviation", Decimal),
        by_hand=by_hand,
        # What is computed needs nobody's word.
        confirmed=not by_hand,
        value=routed.read("value", Money),
        rate=routed.read("rate", Decimal),
        rate_on=routed.read("rate_on", date),
        band=routed.read("band", str),
        tier=routed.read("tier", str),
    )
    return ExceptionRequest(
        workspace=filed.link.workspace,
        number=filed.link.number,
        policy_version=filed.link.policy_version,
        filed_by=filed.link.actor,
        filed_at=filed.link.at,
        filing=filed.read("filing", Filing),
        score=score,
        status=filed.read("status", Status),
        deadline=routed.read("deadline", datetime),
        version=filed.read("version", int),
        team=filed.read("team", str),
        like=filed.read_all("like", int),
        trigger=filed.read("trigger", Trigger) if filed.names("trigger") else None,
    )


def routed(request: ExceptionRequest, told: Told) -> ExceptionRequest:
    """To another tier, with another deadline; the score that led there was told before."""
    return in_time(replace(request, deadline=told.read("deadline", datetime)), told)


def scored(request: ExceptionRequest, told: Told) -> ExceptionRequest:
    """Another score; a tier that it leaves is remembered."""
    score, was = told.read("score", Score), request.score.tier
    left = (was,) if score.tier != was else ()
    request = replace(request, score=score, left_tiers=(*request.left_tiers, *left))
    # A score that was confirmed moves the deadline only where it leads to another tier, which is told after it.
    return routed(request, told) if told.names("deadline") else request


def in_time(request: ExceptionRequest, told: Told) -> ExceptionRequest:
    """It is late no more, where the event says so."""
    if not told.names("breached_at"):
        return request
    return replace(request, breached_at=told.read_optional("breached_at", datetime))


def amended(request: ExceptionRequest, told: Told) -> ExceptionRequest:
    """The form with each field as it is now, and without what the amendment cleared."""
    named = told.read("amendment", dict[str, Any])
    fields = named.get("fields")
    if not isinstance(fields, dict) or not {"is_material", "why", "was_approved", "evidence"} <= named.keys():
        raise told.fault("does not name all of its amendment")
    amendment = Amendment(
        by=told.link.actor,
        at=told.link.at,
        # The trail has them in the order of their names.
        fields=tuple(str(field) for field in Field if field in fields),
        is_material=told.made_of(named["is_material"], bool, "amendment"),
        why=told.made_of(named["why"], str, "amendment"),
        was_approved=told.made_of(named["was_approved"], bool, "amendment"),
    )
    request = replace(
        request,
        filing=_amended(request.filing, fields, named["evidence"], told),
        like=told.read_all("like", int),
        amendments=(*request.amendments, amendment),
    )
    cleared = set(told.read_all("clears", str))
    return replace(
        request,
        snapshots=() if "snapshots" in cleared else request.snapshots,
        gatherings=0 if "gatherings" in cleared else request.gatherings,
        documentation=() if "documentation" in cleared else request.documentation,
    )


def _amended(filing: Filing, fields: dict[str, Any], added: Any, told: Told) -> Filing:
    plain: dict[str, Any] = {name: plain_json(getattr(filing, name)) for name in vars(filing)}
    changes: dict[str, dict[str, Any]] = told.made_of(fields, dict[str, dict[str, Any]], "amendment")
    if not all("now" in change for change in changes.values()):
        raise told.fault("does not name what a field of the form is now")
    now = {name: change["now"] for name, change in changes.items() if name != Field.EVIDENCE}
    money = {"amount": now.pop(_VALUE, plain["value"]["amount"])}
    money["currency"] = now.pop(_CURRENCY, plain["value"]["currency"])
    changed: Filing = told.made_of(plain | now | {"value": money}, Filing, "amendment")
    evidence: tuple[Evidence, ...] = told.made_of(added, tuple[Evidence, ...], "amendment")
    return replace(changed, evidence=(*filing.evidence, *evidence))
