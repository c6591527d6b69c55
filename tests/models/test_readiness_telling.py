"""What the bot cannot do is told once for each set of findings, and what could not be looked at changes no set."""

from __future__ import annotations

import json
from dataclasses import replace

from models.checks import Check, Fact, Item, Level, Moment, What
from models.oversight.readiness_acts import ReportReadiness
from models.readiness.telling import found_in, report, worth_telling
from tests.builders import MORNING, scene

SCOPE = Check(item=Item.SCOPES, what=What.SCOPE_MISSING, level=Level.AMBER, subject="dnd:read")
CHANNEL = Check(item=Item.CHANNELS, what=What.CHANNEL_NOT_IN, level=Level.RED, subject="#manager")


def told(*found: Check, last: tuple[Check, ...] = (), unseen: tuple[Item, ...] = ()) -> set[str] | None:
    """The subjects of what goes on record; None where nothing does."""
    result = report(ReportReadiness(found=found, unseen=unseen), last, scene())
    return (
        None if result is None else {check.subject for check in found_in(json.dumps(dict(result[1].changed)))}
    )


def test_same_findings_are_told_once_and_others_anew() -> None:
    assert told(SCOPE) == {"dnd:read"}
    assert told(SCOPE, last=(SCOPE,)) is None
    assert told(SCOPE, CHANNEL, last=(SCOPE,)) == {"dnd:read", "#manager"}
    assert told(last=(SCOPE,)) == set()
    assert told() is None


def test_what_could_not_be_looked_at_stands_as_it_was_found_last() -> None:
    both = (SCOPE, CHANNEL)
    assert told(SCOPE, last=both, unseen=(Item.CHANNELS,)) is None
    assert told(last=both, unseen=(Item.CHANNELS, Item.SCOPES)) is None
    assert told(last=both, unseen=(Item.CHANNELS,)) == {"#manager"}
    assert told(CHANNEL, last=(CHANNEL,), unseen=(Item.CHANNELS,)) is None


def test_what_goes_on_record_is_found_in_it_again() -> None:
    facts: dict[str, Fact] = {"since": Moment(at=MORNING), "count": "3", "who": ("@leads", "U1")}
    stuck = replace(CHANNEL, item=Item.OUTBOX, what=What.OUTBOX_BEHIND, facts=facts)
    result = report(ReportReadiness(found=(stuck,)), (), scene())
    assert result is not None
    assert found_in(json.dumps(dict(result[1].changed))) == (stuck,)


def test_only_administrators_are_told_and_nobody_that_all_is_well() -> None:
    for found, last, whom in (((SCOPE,), (), True), ((), (SCOPE,), False)):
        result = report(ReportReadiness(found=found), last, scene())
        assert result is not None
        assert bool(result[0]) is whom


def test_what_others_are_told_by_other_ways_is_not_told_at_the_start() -> None:
    def found(item: Item, level: Level, subject: str = "x") -> Check:
        return Check(item=item, what=What.NOT_LOOKED_AT, level=level, subject=subject)

    assert worth_telling([found(item, Level.GREEN) for item in Item]) == ()
    red = {check.item for check in worth_telling([found(item, Level.RED) for item in Item])}
    assert red == set(Item) - {Item.TRAINING, Item.THRESHOLDS, Item.AUDIT, Item.KPIS}
    amber = {check.item for check in worth_telling([found(item, Level.AMBER) for item in Item])}
    assert amber == {Item.SCOPES, Item.CHANNELS, Item.AUTHORITIES}
    assert worth_telling([found(Item.SCOPES, Level.AMBER, "")]) == ()
