"""Like cases: how requests for the same standard and reason ended, in the few facts that whoever decides may see.

Nothing else of another request is in here, so nothing else can be shown: no customer, no text, no person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from models.request import Ending, ExceptionRequest

#: How many like cases are told one by one.
SHOWN = 3
#: How far back the others are counted.
COUNTED_FOR = timedelta(days=365)


@dataclass(frozen=True, kw_only=True)
class LikeCase:
    """A request of before: its deviation in percent, how it ended (None: not yet) and when, or when it was filed.

    There is no deviation (None) where it was returned before it could be scored, and nobody has completed it.
    """

    number: int
    deviation: Decimal | None
    ending: Ending | None
    at: datetime
    is_same_customer: bool


@dataclass(frozen=True, kw_only=True)
class LikeCases:
    """The newest like cases, the newest first, and how many others of the last 12 months ended how."""

    newest: tuple[LikeCase, ...] = ()
    more: Mapping[Ending | None, int] = field(default_factory=dict)


def like_cases(
    request: ExceptionRequest,
    before: Iterable[ExceptionRequest],
    counted: Mapping[Ending | None, int],
    since: datetime,
) -> LikeCases:
    """What is told of the newest ones `before` a request; `counted` are all that were filed before and `since` then."""
    newest = tuple(before)[:SHOWN]
    more = dict(counted)
    for shown in newest:
        if shown.filed_at >= since:
            more[shown.outcome] = more.get(shown.outcome, 0) - 1
    return LikeCases(
        newest=tuple(_case(one, request) for one in newest),
        more={ending: count for ending, count in more.items() if count > 0},
    )


def _case(one: ExceptionRequest, request: ExceptionRequest) -> LikeCase:
    return LikeCase(
        number=one.number,
        deviation=None if one.is_incomplete else one.score.deviation,
        ending=one.outcome,
        at=_ended_at(one),
        is_same_customer=one.filing.customer.id == request.filing.customer.id,
    )


def _ended_at(one: ExceptionRequest) -> datetime:
    """When it ended; when it was filed, where it has not."""
    if one.outcome is None:
        return one.filed_at
    if one.ended is not None:
        return one.ended.at
    return max((decision.at for decision in one.decisions_of_round()), default=one.filed_at)
