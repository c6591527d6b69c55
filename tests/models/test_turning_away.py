"""An alert that cannot be filed in its sponsor's name is told to whoever is there for it, and to nobody by chance."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from models.events import Event
from models.lifecycle import Scene
from models.oversight.alert_acts import TurnAwayAlert
from models.oversight.alerting import turn_away
from models.people import SYSTEM
from models.refusals import Refusal, Why
from models.trigger import Trigger, TriggerKind
from tests.builders import MORNING, person, policy, register, scene

OWN = policy(alerts={"fallback": ["@operations"]})


def turned_away(
    seen: Scene, by: Any = SYSTEM, why: Why = Why.GUEST
) -> tuple[Event, tuple[str, ...]] | Refusal:
    trigger = Trigger(kind=TriggerKind.ALERT, source="monitoring", id="msg_1", sha256="0" * 64)
    act = TurnAwayAlert(trigger=trigger, about="exception.requested", sponsor="UGUEST", why=why)
    return turn_away(act, by, seen)


def told(seen: Scene, why: Why = Why.GUEST) -> tuple[str, ...]:
    result = turned_away(seen, why=why)
    assert not isinstance(result, Refusal), result
    return result[1]


def why_not(seen: Scene, by: Any = SYSTEM) -> Why:
    result = turned_away(seen, by)
    assert isinstance(result, Refusal), result
    return result.why


def test_fallback_is_told_and_without_it_the_administrators() -> None:
    assert told(scene(policy=OWN)) == ("UOPS1", "UOPS2")
    assert told(scene()) == ("UADMIN",)
    away = replace(register(), absent=frozenset({"UOPS1", "UOPS2"}))
    assert told(scene(policy=OWN, register=away)) == ("UADMIN",)


def test_sponsor_themselves_is_told_of_what_no_form_can_be_opened_with() -> None:
    assert told(scene(policy=OWN), why=Why.FAULTS) == ("UGUEST",)


def test_nobody_is_told_where_slack_cannot_say_who_is_there_or_nobody_is() -> None:
    old = register(MORNING - timedelta(hours=1))
    assert why_not(scene(policy=OWN, register=old)) is Why.GROUP_UNKNOWN
    assert why_not(scene(policy=OWN, register=register(operations=set(), admins=set()))) is Why.GROUP_UNKNOWN


def test_system_alone_turns_an_alert_away() -> None:
    assert why_not(scene(), by=person("UADMIN")) is Why.SYSTEM_ONLY
