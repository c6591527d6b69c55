"""Named queries of a list and a search: one page by its place in the order, and how many there are; none writes.

A page begins after a request that was shown, never after so many (no OFFSET): the hundredth costs what the first does.
The words are looked up in SQLite's FTS5 or in PostgreSQL's index of the same folded words; what is found is the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    ScalarSelect,
    Select,
    and_,
    column,
    func,
    literal,
    literal_column,
    or_,
    select,
    table,
    text,
    true,
)

from models.codec import request_from_json
from models.finding import COUNTED, Wanted, Whose
from models.finding_tables import readers, texts, turns
from models.request import ExceptionRequest
from models.scope import Scope
from models.search_text import CUSTOMER
from models.tables import policies, requests


@dataclass(frozen=True, kw_only=True)
class Looking:
    """Who looks, at what time, and what their words `mine`, `team` and `waiting` mean: people, groups, numbers."""

    workspace: str
    person: str
    at: datetime
    scope: Scope
    #: Of the policy in force: days begin in it.
    zone: tzinfo = UTC
    colleagues: Sequence[str] = ()
    groups: Sequence[str] = ()
    waiting: Sequence[int] = ()


def page(
    connection: Connection,
    looking: Looking,
    wanted: Wanted,
    limit: int,
    *,
    before: int | None = None,
    after: int | None = None,
) -> tuple[ExceptionRequest, ...]:
    """So many requests at most, the newest first: those filed before a number, or the ones just after it."""
    found = _numbers(connection, looking, wanted, before, after).limit(limit)
    numbers = [*connection.execute(found).scalars()]
    bodies = select(requests.c.body).where(
        requests.c.workspace == looking.workspace, requests.c.number.in_(numbers)
    )
    made = [request_from_json(body) for body in connection.execute(bodies).scalars()]
    return tuple(sorted(made, key=lambda request: -request.number))


def count(connection: Connection, looking: Looking, wanted: Wanted) -> int:
    """How many there are in all, counted up to one more than COUNTED."""
    found = _numbers(connection, looking, wanted, None, None).limit(COUNTED + 1).subquery()
    return connection.execute(select(func.count()).select_from(found)).scalar_one()


def policy_versions(connection: Connection, workspace: str) -> tuple[str, ...]:
    """The versions of the policy that are on record."""
    found = select(policies.c.version).where(policies.c.workspace == workspace)
    return tuple(connection.execute(found.order_by(policies.c.version)).scalars())


def _numbers(
    connection: Connection, looking: Looking, wanted: Wanted, before: int | None, after: int | None
) -> Select[tuple[int]]:
    """The numbers in order: from the newest down, or, after a number, from it up."""
    words = [*wanted.words, *(CUSTOMER + word for word in wanted.customer)]
    found = select(requests.c.number).where(*_conditions(looking, wanted))
    if words:
        of_request = and_(texts.c.workspace == requests.c.workspace, texts.c.number == requests.c.number)
        found = found.join_from(texts, requests, of_request).where(texts.c.workspace == looking.workspace)
        # What somebody may see for its own sake is so little that its texts are read instead.
        if _is_little(looking.scope, wanted):
            return _in_order(found.where(*(_says(word) for word in words)), before, after)
        if connection.dialect.name == "sqlite":
            return _by_index(found, looking.workspace, words, before, after)
        found = found.where(_FOUND_IN_POSTGRESQL.bindparams(looked_for=_tsquery(words)))
    return _in_order(found, before, after)


def _in_order(found: Select[tuple[int]], before: int | None, after: int | None) -> Select[tuple[int]]:
    if before is not None:
        found = found.where(requests.c.number < before)
    if after is not None:
        return found.where(requests.c.number > after).order_by(requests.c.number)
    return found.order_by(requests.c.number.desc())


def _by_index(
    found: Select[tuple[int]],
    workspace: str,
    words: Sequence[str],
    before: int | None,
    after: int | None,
) -> Select[tuple[int]]:
    """The index of words walked in the order of the filings, which its row ids are in; each hit judged as it comes."""
    hits = found.where(
        _WORDS.c.rowid == texts.c.id,
        literal_column("request_words").op("MATCH")(" AND ".join(f'"{word}"*' for word in words)),
    )
    if before is not None:
        hits = hits.where(_WORDS.c.rowid < _place(workspace, before))
    if after is not None:
        return hits.where(_WORDS.c.rowid > _place(workspace, after)).order_by(_WORDS.c.rowid)
    return hits.order_by(_WORDS.c.rowid.desc())


def _place(workspace: str, number: int) -> ScalarSelect[int]:
    """Where a request stands in the index of words."""
    return (
        select(texts.c.id).where(texts.c.workspace == workspace, texts.c.number == number).scalar_subquery()
    )


def _says(word: str) -> ColumnElement[bool]:
    """A word of the text begins so; there is no letter in it that LIKE would read as another."""
    return (literal(" ") + texts.c.words).like(f"% {word}%")


def _tsquery(words: Sequence[str]) -> str:
    return " & ".join(f"'{word}':*" for word in words)


def _is_little(scope: Scope, wanted: Wanted) -> bool:
    """Whether so few requests come into question that their texts are read faster than the index of words."""
    return not (scope.sees_all or scope.tiers) or wanted.whose in (Whose.MINE, Whose.WAITING)


def _conditions(looking: Looking, wanted: Wanted) -> list[ColumnElement[bool]]:
    """All but the words."""
    c, workspace = requests.c, looking.workspace
    conditions = [c.workspace == workspace, *_visible(looking)]
    if wanted.whose is Whose.MINE:
        conditions.append(c.filed_by == looking.person)
    elif wanted.whose is Whose.WAITING:
        conditions.append(c.number.in_(looking.waiting))
    elif wanted.whose is Whose.TEAM:
        asked = select(turns.c.number).where(turns.c.workspace == workspace, turns.c.who.in_(looking.groups))
        conditions += [
            c.filed_by != looking.person,
            or_(c.filed_by.in_(looking.colleagues), c.number.in_(asked)),
        ]
    if wanted.standing is not None:
        if wanted.standing.statuses:
            conditions.append(c.status.in_([status.value for status in wanted.standing.statuses]))
        if wanted.standing.outcome is not None:
            conditions.append(c.outcome == wanted.standing.outcome.value)
    if wanted.is_overdue:
        late = select(turns.c.number).where(turns.c.workspace == workspace, turns.c.due_at <= looking.at)
        conditions.append(c.number.in_(late))
    for held, value in ((c.tier, wanted.tier), (c.standard, wanted.standard), (c.filed_by, wanted.by)):
        conditions += [held == value] if value else []
    if wanted.since is not None:
        conditions.append(c.filed_at >= _beginning(wanted.since, looking.zone))
    return conditions


def _beginning(day: date, zone: tzinfo) -> datetime:
    """When a day begins. Years 1 and 9999 have no beginning or end in every zone; nothing was filed in either."""
    return datetime.combine(min(max(day, _FIRST_DAY), _LAST_DAY), time.min, zone)


def _visible(looking: Looking) -> list[ColumnElement[bool]]:
    """What the scope says, in SQL: by place, or for what is the request's own."""
    scope = looking.scope
    if scope.sees_all:
        return []
    own = select(readers.c.number).where(
        readers.c.workspace == looking.workspace, readers.c.who.in_(scope.names)
    )
    if scope.is_own_alone:
        own = own.where(readers.c.is_own.is_(true()))
    by_place = [
        and_(requests.c.policy_version == version, requests.c.tier.in_(tiers))
        for version, tiers in scope.tiers.items()
    ]
    return [or_(*by_place, requests.c.number.in_(own))]


_FIRST_DAY, _LAST_DAY = date(1970, 1, 1), date(9000, 1, 1)
# SQLite's index of words (migration 0008), which follows `request_texts` by triggers.
_WORDS = table("request_words", column("rowid", Integer))
_FOUND_IN_POSTGRESQL = text(
    "array_to_tsvector(string_to_array(request_texts.words, ' ')) @@ CAST(:looked_for AS tsquery)"
)
