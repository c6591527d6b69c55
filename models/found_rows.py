"""The rows by which a request is found, written with it in the same transaction; only the desk may call it (door 1).

A search, a list and App Home are so never behind what was committed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import Connection, Table, bindparam, delete, func, insert, select, update

from models.codec import request_from_json
from models.finding_tables import readers, texts, turns
from models.policy import Policy
from models.request import ExceptionRequest
from models.search_text import searched_words
from models.tables import requests
from models.turns import due_of, turn_of
from models.visibility import own_viewers

#: How many requests are read and written at a time where all are filled in.
AT_ONCE = 1_000
# Statements take their values as parameters: to build one anew for every row takes longer than to execute it.
_OF = {
    table: (table.c.workspace == bindparam("of_workspace"), table.c.number == bindparam("of_number"))
    for table in (turns, readers, texts)
}
_GONE = {
    table: delete(table).where(*_OF[table], table.c.who == bindparam("gone")) for table in (turns, readers)
}
_LATER = update(turns).where(*_OF[turns]).values(due_at=bindparam("due"))
_REWORDED = update(texts).where(*_OF[texts]).values(words=bindparam("said"))


def keep(
    connection: Connection, policy: Policy, was: ExceptionRequest | None, request: ExceptionRequest
) -> None:
    """Bring the rows of a request to how it is now; `was` is how it was stored before, None where it is new."""
    before, now = turn_rows(policy, was), turn_rows(policy, request)
    _move(connection, turns, request, before, {who: {"due_at": due_at} for who, due_at in now.items()})
    if before and now and {*before.values()} != {*now.values()}:
        connection.execute(_LATER, _named(request) | {"due": due_of(request)})
    known, reading = reader_rows(policy, was), reader_rows(policy, request)
    # Whoever benefits by an amendment had it as their own under another name, or not at all.
    changed = {who for who in known if who in reading and known[who] != reading[who]}
    _move(
        connection,
        readers,
        request,
        {who: is_own for who, is_own in known.items() if who not in changed},
        {who: {"is_own": is_own} for who, is_own in reading.items()},
        changed,
    )
    said = searched_words(policy, request)
    if was is None:
        connection.execute(insert(texts), [_row(request) | {"words": said}])
    elif said != searched_words(policy, was):
        connection.execute(_REWORDED, _named(request) | {"said": said})


def turn_rows(policy: Policy, request: ExceptionRequest | None) -> dict[str, datetime]:
    """Whose turn it may be, with when that is due; nobody's where there is no request yet."""
    return dict.fromkeys(turn_of(policy, request), due_of(request)) if request is not None else {}


def reader_rows(policy: Policy, request: ExceptionRequest | None) -> dict[str, bool]:
    """Who may read it for something of its own, with whether it is theirs."""
    if request is None:
        return {}
    own = (request.filed_by, request.filing.beneficiary)
    return {who: who in own for who in own_viewers(policy, request)}


def fill_in(connection: Connection, workspace: str, policy_of: Callable[[ExceptionRequest], Policy]) -> int:
    """Write the rows of all requests, should the newest have none: they were filed before there were any; how many.

    All are written anew: the index of words stands in the order of the filings.
    """
    newest = connection.execute(_NEWEST[requests], {"of_workspace": workspace}).scalar()
    if newest == connection.execute(_NEWEST[texts], {"of_workspace": workspace}).scalar():
        return 0
    for table in (turns, readers, texts):
        connection.execute(delete(table).where(table.c.workspace == workspace))
    filled, after = 0, 0
    while True:
        found = connection.execute(_NEXT, {"of_workspace": workspace, "after": after}).all()
        for row in found:
            request = request_from_json(row.body)
            keep(connection, policy_of(request), None, request)
        if not found:
            return filled
        filled, after = filled + len(found), found[-1].number


def _move(
    connection: Connection,
    table: Table,
    request: ExceptionRequest,
    before: Mapping[str, object],
    now: Mapping[str, Mapping[str, object]],
    also_gone: frozenset[str] | set[str] = frozenset(),
) -> None:
    gone = [
        _named(request) | {"gone": who} for who in (*before, *also_gone) if who not in now or who in also_gone
    ]
    if gone:
        connection.execute(_GONE[table], gone)
    new = [_row(request) | {"who": who, **held} for who, held in now.items() if who not in before]
    if new:
        connection.execute(insert(table), new)


def _named(request: ExceptionRequest) -> dict[str, object]:
    return {"of_workspace": request.workspace, "of_number": request.number}


def _row(request: ExceptionRequest) -> dict[str, object]:
    return {"workspace": request.workspace, "number": request.number}


_NEWEST = {
    table: select(func.max(table.c.number)).where(table.c.workspace == bindparam("of_workspace"))
    for table in (requests, texts)
}
_NEXT = (
    select(requests.c.number, requests.c.body)
    .where(requests.c.workspace == bindparam("of_workspace"), requests.c.number > bindparam("after"))
    .order_by(requests.c.number)
    .limit(AT_ONCE)
)
