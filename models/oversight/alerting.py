"""Alerts that were turned away: who is told, so that none is lost; pure (blueprint, Trigger: System Alert)."""

from __future__ import annotations

from models.events import Event, EventKind, event
from models.lifecycle.outcome import Scene
from models.oversight.alert_acts import TurnAwayAlert
from models.people import SYSTEM, Person
from models.policy import Policy
from models.refusals import Refusal, Why


def consulted(policy: Policy) -> tuple[str, ...]:
    """Whose membership must be known to tell of an alert that was turned away."""
    return tuple(dict.fromkeys((*policy.alerts.fallback, *policy.administrators)))


def turn_away(act: TurnAwayAlert, by: Person, scene: Scene) -> tuple[Event, tuple[str, ...]] | Refusal:
    """The event, and who is told: the sponsor where they are the right one, else the fallback who is there.

    Where nobody of the fallback is there, the administrators.
    """
    if by != SYSTEM:
        return Refusal(why=Why.SYSTEM_ONLY)
    if act.why is Why.FAULTS:
        told: tuple[str, ...] = (act.sponsor,)
    else:
        register, policy = scene.register, scene.policy
        if gaps := register.gaps(consulted(policy), scene.at):
            return Refusal(why=Why.GROUP_UNKNOWN, groups=gaps)
        told = register.members(policy.alerts.fallback) or register.members(policy.administrators)
        if not told:
            # Whoever sends it keeps it, and tries again once somebody is there to be told.
            return Refusal(why=Why.GROUP_UNKNOWN, groups=consulted(policy))
    return event(
        EventKind.ALERT_TURNED_AWAY,
        trigger=act.trigger,
        about=act.about,
        sponsor=act.sponsor,
        why=act.why,
        said=[list(one) for one in act.said],
        told=told,
    ), told
