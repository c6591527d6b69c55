"""The rows by which a request is found, written with it in the same transaction; only the desk may call it (door 1).

A search, a list and App Home are so never behind what was committed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Set

from sqlalchemy import Connection, Table, bindparam, delete, func, insert, select, update

from models.codec import request_from_json
from models.finding_tables import readers, texts, turns
from models.found_by import found_by
from models.policy import Policy
from models.request import ExceptionRequest
from models.tables import requests
from models.turns import due_of

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
    if was is None:
        write(connection, [(policy, request)])
        return
    before, now = found_by(policy, was), found_by(policy, request)
    _move(connection, turns, request, before.turns, {who: {"due_at": at} for who, at in now.turns.items()})
    if before.turns and now.turns and {*before.turns.values()} != {*now.turns.values()}:
        connection.execute(_LATER, _named(request) | {"due": due_of(request)})
    # Whoever benefits by an amendment had it as their own under another name, or not at all.
    same = before.readers.items() & now.readers.items()
    reading: dict[str, dict[str, object]] = {who: {"is_own": is_own} for who, is_own in now.readers.items()}
    _move(connection, readers, request, before.readers, reading, {who for who, _ in same})
    if before.words != now.words:
        connection.execute(_REWORDED, _named(request) | {"said": now.words})


def write(connection: Connection, made: Iterable[tuple[Policy, ExceptionRequest]]) -> None:
    """Write the rows of requests that have none, many at a time, in the order of the filings."""
    of = [(_row(request), found_by(policy, request)) for policy, request in made]
    waits = [{**row, "who": who, "due_at": at} for row, by in of for who, at in by.turns.items()]
    reading = [{**row, "who": who, "is_own": own} for row, by in of for who, own in by.readers.items()]
    said = [{**row, "words": by.words} for row, by in of]
    for table, rows in ((turns, waits), (readers, reading), (texts, said)):
        if rows:
            connection.execute(insert(table), rows)


def fill_in(connection: Connection, workspace: str, policy_of: Callable[[ExceptionRequest], Policy]) -> int:
    """Make the rows of all requests, should the newest have none: they were filed before there were any; how many."""
    newest = connection.execute(_NEWEST[requests], {"of_workspace": workspace}).scalar()
    if newest == connection.execute(_NEWEST[texts], {"of_workspace": workspace}).scalar():
        return 0
    return make_again(connection, workspace, policy_of)


def make_again(
    connection: Connection, workspace: str, policy_of: Callable[[ExceptionRequest], Policy]
) -> int:
    """Make the rows of all requests anew; how many there are. The index of words stands in the order of the filings."""
    for table in (turns, readers, texts):
        connection.execute(delete(table).where(table.c.workspace == workspace))
    filled, after = 0, 0
    while found := connection.execute(_NEXT, {"of_workspace": workspace, "after": after}).all():
        some = [request_from_json(row.body) for row in found]
        write(connection, [(policy_of(request), request) for request in some])
        filled, after = filled + len(found), found[-1].number
    return filled


def _move(
    connection: Connection,
    table: Table,
    request: ExceptionRequest,
    before: Iterable[str],
    now: Mapping[str, Mapping[str, object]],
    same: Set[str] | None = None,
) -> None:
    """Take away the rows that are no more, and add those that are new; `same` are those that stay as they are."""
    stays = {*before} & {*now} if same is None else same
    new = [who for who in now if who not in stays]
    # One that is there already, though it should not be, is replaced: no act fails because of a row that only finds.
    gone = dict.fromkeys((*(who for who in before if who not in stays), *new))
    if gone:
        connection.execute(_GONE[table], [_named(request) | {"gone": who} for who in gone])
    if new:
        connection.execute(insert(table), [_row(request) | {"who": who, **now[who]} for who in new])


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
