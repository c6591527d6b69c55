"""What the key figures are made from, read anew: each request as its own events tell it; nothing here writes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import Connection, select

from models.audit_chain import AuditEvent
from models.codec import request_from_json
from models.derived import CannotDeriveError, derive
from models.oversight.matters import OF_WORKSPACE
from models.request import ExceptionRequest
from models.tables import events, requests

#: So many rows are fetched at a time: the whole trail may be longer than the memory.
_AT_A_TIME = 2_000


@dataclass(frozen=True, kw_only=True)
class Source:
    """A request as its events tell it, or, where `fault` says why they do not, as its row has it, if there is one."""

    number: int
    request: ExceptionRequest | None
    fault: str = ""


def sources(connection: Connection, workspace: str) -> Iterator[Source]:
    """Each request of the workspace from its events, and those that have a row and no event, in order of number."""
    untold = set(
        connection.execute(select(requests.c.number).where(requests.c.workspace == workspace)).scalars()
    )
    columns = [events.c[name] for name in AuditEvent.__dataclass_fields__]
    found = connection.execute(
        select(*columns)
        .where(events.c.workspace == workspace, events.c.number != OF_WORKSPACE)
        .order_by(events.c.number, events.c.position)
        .execution_options(yield_per=_AT_A_TIME)
    )
    links = (AuditEvent(**row._mapping) for row in found)
    for number, chain in groupby(links, key=lambda link: link.number):
        untold.discard(number)
        yield _source(connection, workspace, number, tuple(chain))
    for number in sorted(untold):
        yield _source(connection, workspace, number, ())


def _source(connection: Connection, workspace: str, number: int, chain: tuple[AuditEvent, ...]) -> Source:
    try:
        return Source(number=number, request=derive(chain))
    except CannotDeriveError as error:
        return Source(number=number, request=_stored(connection, workspace, number), fault=str(error))


def _stored(connection: Connection, workspace: str, number: int) -> ExceptionRequest | None:
    body = connection.execute(
        select(requests.c.body).where(requests.c.workspace == workspace, requests.c.number == number)
    ).scalar()
    return None if body is None else request_from_json(body)
