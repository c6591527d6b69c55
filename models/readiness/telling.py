"""Telling: what the bot cannot do is told to the administrators, once for each set of findings; pure."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from functools import cache

from pydantic import TypeAdapter

from models.checks import Check, Item, Level, fingerprint
from models.events import Event, EventKind, event
from models.lifecycle.outcome import Scene
from models.membership import refusal_of_member
from models.oversight.readiness_acts import ReportReadiness
from models.oversight.training import trainers
from models.people import Person, Register
from models.policy import Policy
from models.refusals import Refusal, Why
from models.roles import report_readers

#: What is told at a start, however bad it is: what the bot itself cannot do.
_ALWAYS = (Item.SCOPES, Item.CHANNELS, Item.AUTHORITIES)
#: What is never told so, for there are others whose it is, or it says no more than that nobody could look.
_NEVER = (Item.TRAINING, Item.THRESHOLDS, Item.AUDIT, Item.KPIS)


def worth_telling(checks: Iterable[Check]) -> tuple[Check, ...]:
    """What of the checks the administrators are told when the bot starts."""
    return tuple(
        check
        for check in checks
        if (check.level is Level.RED and check.item not in _NEVER)
        or (check.level is Level.AMBER and check.item in _ALWAYS and check.subject)
    )


def report(
    act: ReportReadiness, last: tuple[Check, ...], scene: Scene
) -> tuple[tuple[str, ...], Event] | None:
    """Whom to tell, and the event; None where what was found last was the same, by its fingerprint.

    That all is well again is put on record and told to nobody, so that what comes again is told again. What could
    not be looked at is neither well again nor new.
    """
    known = {(check.what, check.subject) for check in act.found}
    still = (check for check in last if check.item in act.unseen and (check.what, check.subject) not in known)
    found = (*act.found, *still)
    if fingerprint(found) == fingerprint(last):
        return None
    told = scene.register.members(scene.policy.administrators) if found else ()
    return told, event(EventKind.READINESS_FOUND, fingerprint=fingerprint(found), found=found, told=told)


def consulted(policy: Policy) -> tuple[str, ...]:
    """Whose membership must be known to tell who may see it."""
    return tuple(dict.fromkeys((*trainers(policy), *report_readers(policy))))


def refusal_of_reader(person: Person, policy: Policy, register: Register, at: datetime) -> Refusal | None:
    """Why somebody is shown nothing of it; who may see the key figures is shown how each part stands."""
    could = consulted(policy)
    return refusal_of_member(person, could, Why.NOT_READINESS_READER, register, at)


def sees_all(person: Person, policy: Policy, register: Register) -> bool:
    """Whether somebody is shown what is wrong and what to do: owner, administrators and compliance."""
    return register.includes(trainers(policy), person.id)


def found_in(changed: str) -> tuple[Check, ...]:
    """What an event of this kind tells was found, from what it says that changed."""
    return _checks().validate_python(json.loads(changed)["found"])


@cache
def _checks() -> TypeAdapter[tuple[Check, ...]]:
    return TypeAdapter(tuple[Check, ...])
