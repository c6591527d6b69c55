"""Judging a condition: every check of the policy's checklist and of what the bot needs, in their order; pure."""

from __future__ import annotations

from collections.abc import Iterable

from models.checks import Check, Item
from models.readiness.condition import Condition
from models.readiness.judging_bot import judge_bot
from models.readiness.judging_people import judge_people
from models.readiness.judging_record import judge_record

_ORDER = list(Item)


def judge(condition: Condition, found: Iterable[Check] = ()) -> tuple[Check, ...]:
    """All checks, with those that were `found` where no condition tells of them, such as the settings."""
    judged = (*found, *judge_people(condition), *judge_record(condition), *judge_bot(condition))
    return tuple(sorted(judged, key=lambda check: _ORDER.index(check.item)))
