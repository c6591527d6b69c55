"""Named queries for the matters of a workspace; none of them writes."""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy import Connection, Select, func, select

from models.codec import matter_from_json
from models.oversight.matters import Matter, MatterKind
from models.tables import matters

M = TypeVar("M", bound=Matter)


def matter(connection: Connection, workspace: str, kind: type[M], number: int) -> M | None:
    """The matter of that kind and number, if there is one."""
    found = select(matters.c.body).where(
        matters.c.workspace == workspace, matters.c.kind == kind.KIND.value, matters.c.number == number
    )
    body = connection.execute(found).scalar()
    return None if body is None else matter_from_json(kind, body)


def open_matters(
    connection: Connection, workspace: str, kind: type[M], subject: str | None = None
) -> tuple[M, ...]:
    """The open ones of a kind, the oldest first; those about one subject alone where it is given."""
    wanted = [
        matters.c.workspace == workspace,
        matters.c.kind == kind.KIND.value,
        matters.c.is_open.is_(True),
    ]
    if subject is not None:
        wanted.append(matters.c.subject == subject)
    return _read(connection, kind, select(matters.c.body).where(*wanted).order_by(matters.c.number))


def newest_matters(
    connection: Connection, workspace: str, kind: type[M], limit: int, subject: str | None = None
) -> tuple[M, ...]:
    """The newest ones of a kind, open or not, newest first; those about one subject alone where it is given."""
    wanted = [matters.c.workspace == workspace, matters.c.kind == kind.KIND.value]
    if subject is not None:
        wanted.append(matters.c.subject == subject)
    found = select(matters.c.body).where(*wanted).order_by(matters.c.number.desc()).limit(limit)
    return _read(connection, kind, found)


def next_matter(connection: Connection, workspace: str, kind: MatterKind) -> int:
    """What the next matter of a kind will be called; the workspace's row is to be locked by whoever asks."""
    last = connection.execute(
        select(func.max(matters.c.number)).where(
            matters.c.workspace == workspace, matters.c.kind == kind.value
        )
    ).scalar()
    return int(last or 0) + 1


def _read(connection: Connection, kind: type[M], found: Select[str]) -> tuple[M, ...]:
    return tuple(matter_from_json(kind, body) for body in connection.execute(found).scalars())
