"""Complying: a request goes to compliance, by the policy's rules or by somebody's word, and compliance clears it."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import JsonValue

from models.acts import ClearCompliance, RouteToCompliance
from models.events import Event
from models.holds import HoldEnding, HoldKind
from models.lifecycle.holding import close_hold, open_hold, then_begin_round
from models.lifecycle.limits import fault_of_text
from models.lifecycle.outcome import Outcome, Scene
from models.people import SYSTEM, Person
from models.policy import RegulatoryRule
from models.refusals import Field, Refusal, Why
from models.request import ExceptionRequest

#: Why a round begins when compliance sets conditions: what was approved was approved without them.
CONDITIONS_SET = "Compliance set conditions."


def route_to_compliance(
    request: ExceptionRequest, act: RouteToCompliance, by: Person, scene: Scene
) -> Outcome | Refusal:
    """On hold until compliance has answered, whatever the request waits for (Exception Handling: regulatory)."""
    fault = fault_of_text(act.why)
    if fault is not None:
        return Refusal(why=Why.FAULTS, faults={Field.WORDS: fault})
    return open_hold(
        request, HoldKind.REGULATORY, by.id, scene, why=act.why, told=_told_without_channel(scene)
    )


def clear_compliance(
    request: ExceptionRequest, act: ClearCompliance, by: Person, scene: Scene
) -> Outcome | Refusal:
    """The request goes on; with conditions, what was decided without them is void and a new round begins."""
    if act.seen is not None and act.seen != request.changes:
        return Refusal(why=Why.CHANGED_SINCE)
    faults = {Field.WORDS: fault_of_text(act.words)}
    if act.conditions is not None:
        faults[Field.CONDITIONS] = fault_of_text(act.conditions)
    wrong = {field: fault for field, fault in faults.items() if fault is not None}
    if wrong:
        return Refusal(why=Why.FAULTS, faults=wrong)
    how = HoldEnding.RESOLVED if act.conditions is None else HoldEnding.CONDITIONS
    cleared = close_hold(
        request, act.hold, how, by.id, scene, words=act.words, conditions=act.conditions or ""
    )
    if act.conditions is None or not any(request.decisions_of_round()):
        return cleared
    return then_begin_round(cleared, scene, why=CONDITIONS_SET)


def _told_without_channel(scene: Scene) -> tuple[str, ...]:
    """Who gets the hold's card themselves, where the policy names no channel for it."""
    part = scene.policy.holds.get(HoldKind.REGULATORY)
    if part is not None and part.channel is not None:
        return ()
    return scene.register.members(part.owner if part is not None else scene.policy.administrators)


def held_by_rules(request: ExceptionRequest, scene: Scene) -> Outcome:
    """The request on hold for each of the policy's rules that applies to it and has not been answered yet.

    A rule is answered once; after a material change of the request it is asked again, for what compliance cleared
    was another request. Where no rule applies nothing happens, and the outcome has no events.
    """
    held, events = request, list[Event]()
    for rule in _rules_that_apply(request, scene):
        opened = open_hold(
            held, HoldKind.REGULATORY, SYSTEM.id, scene, why=_why(rule, held, scene), subject=rule.title
        )
        held, events = opened.request, [*events, *opened.events]
    return Outcome(request=held, events=tuple(events))


def _rules_that_apply(request: ExceptionRequest, scene: Scene) -> Iterator[RegulatoryRule]:
    if request.stage is None and not request.can_be_withdrawn:
        return
    # What was answered after the change was answered of the request as it is, for a form from before is refused.
    changed = [amendment.at for amendment in request.amendments if amendment.is_material]
    asked = {
        hold.subject
        for hold in request.holds
        if hold.kind is HoldKind.REGULATORY
        and (not changed or hold.closed is None or hold.closed.at > changed[-1])
    }
    for rule in scene.policy.regulatory:
        if rule.title not in asked and _applies(rule, request):
            yield rule


def _applies(rule: RegulatoryRule, request: ExceptionRequest) -> bool:
    """Whether each thing that the rule names is so."""
    filing = request.filing
    if rule.standard is not None and rule.standard != filing.standard:
        return False
    if rule.reason is not None and rule.reason != filing.reason:
        return False
    if rule.field is None:
        return True
    said = _said(rule.field, request)
    return _is_done_without(rule.field, request) if said is None else _plain(said) in map(_plain, rule.values)


def _said(field: str, request: ExceptionRequest) -> JsonValue:
    """What the source says in the field; None where it says nothing, or was not read."""
    source, _, name = field.partition(".")
    snapshot = next((s for s in request.snapshots if s.source == source), None)
    return snapshot.payload.get(name) if snapshot is not None and snapshot.payload is not None else None


def _is_done_without(field: str, request: ExceptionRequest) -> bool:
    """Whether the request goes on without the source: what the field says stays unknown, so compliance is asked."""
    source = field.partition(".")[0]
    if any(snapshot.source == source and snapshot.is_available for snapshot in request.snapshots):
        return False
    about = [h for h in request.holds if h.kind is HoldKind.DATA_UNAVAILABLE and h.subject == source]
    return bool(about) and not any(hold.is_open for hold in about)


def _plain(value: object) -> str:
    """A value as a rule compares it: its text, whatever the capitals and the white space around it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return " ".join(str(value).split()).casefold()


def _why(rule: RegulatoryRule, request: ExceptionRequest, scene: Scene) -> str:
    """What made the rule apply, in plain words."""
    named = []
    if rule.standard is not None:
        named.append(f"the standard is {rule.standard}")
    if rule.reason is not None:
        named.append(f"the reason is {rule.reason.replace('_', ' ')}")
    if rule.field is not None:
        source, _, name = rule.field.partition(".")
        title = next((s.title for s in scene.policy.sources if s.name == source), source)
        said = _said(rule.field, request)
        tells = "could not be read" if said is None else f"says {name.replace('_', ' ')}: {said}"
        named.append(f"{title} {tells}")
    return f"The policy sends it to compliance: {', and '.join(named)}."
