"""The outbox's rows of a place that takes no messages: kept back, and let go again when it does (door 1)."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, or_, select, update

from models.message_kinds import MessageKind
from models.oversight.unreachable import MARK
from models.tables import outbox

_REPLIES = [kind.value for kind in MessageKind if kind.is_reply]


def waiting_for(connection: Connection, workspace: str, place: str) -> list[Any]:
    """What a place has not got and what belongs into threads there, in the order in which it was planned."""
    rows = connection.execute(
        select(outbox)
        .where(_of(workspace, place), outbox.c.sent < outbox.c.wanted, outbox.c.fault.is_(None))
        .order_by(outbox.c.id)
    )
    return list(rows)


def keep_back(connection: Connection, rows: list[int], fault: str) -> None:
    """Send these no more until their place is well."""
    connection.execute(
        # What is not known to have arrived is looked for there before it is sent once more.
        update(outbox).where(outbox.c.id.in_(rows)).values(fault=f"{MARK}{fault}")
    )


def kept_back(connection: Connection, workspace: str, place: str) -> list[Any]:
    """What was kept back for a place."""
    rows = connection.execute(
        select(outbox)
        .where(_of(workspace, place), outbox.c.fault.startswith(MARK, autoescape=True))
        .order_by(outbox.c.id)
    )
    return list(rows)


def let_go(connection: Connection, rows: list[int], at: datetime) -> None:
    """Send these now."""
    connection.execute(
        update(outbox).where(outbox.c.id.in_(rows)).values(fault=None, not_before=at, attempts=0)
    )


def post_anew(connection: Connection, workspace: str, place: str, channel: str) -> None:
    """What a place has is to be posted anew when it changes next, where it is another channel than before."""
    connection.execute(
        update(outbox)
        .where(outbox.c.workspace == workspace, outbox.c.recipient == place, outbox.c.channel != channel)
        .values(channel=None, ts=None, is_uncertain=False)
    )


def copies_of(connection: Connection, workspace: str, key: str) -> list[Any]:
    """The copies of a message that people have got in person."""
    begins = f"{key}:for:"
    rows = connection.execute(
        select(outbox).where(
            outbox.c.workspace == workspace, outbox.c.key >= begins, outbox.c.key < begins + "\uffff"
        )
    )
    return list(rows)


def copies_for(connection: Connection, workspace: str, place: str) -> list[int]:
    """The ids of all copies that people have got in a place's stead, whatever has become of the message since."""
    rows = connection.execute(
        select(outbox.c.id, outbox.c.detail).where(
            outbox.c.workspace == workspace, outbox.c.key.contains(":for:", autoescape=True)
        )
    )
    return [row.id for row in rows if json.loads(row.detail).get("for") == place]


def want_again(connection: Connection, rows: list[int], at: datetime) -> None:
    """Bring messages that are in Slack up to date."""
    connection.execute(
        update(outbox)
        .where(outbox.c.id.in_(rows))
        .values(wanted=outbox.c.wanted + 1, not_before=at, attempts=0, fault=None)
    )


def _of(workspace: str, place: str) -> Any:
    """What goes to the place itself, and the replies under the cards there."""
    cards = select(outbox.c.number).where(
        outbox.c.workspace == workspace,
        outbox.c.recipient == place,
        outbox.c.kind == MessageKind.CARD.value,
    )
    replies = and_(
        outbox.c.recipient == "", outbox.c.kind.in_(_REPLIES), outbox.c.number.in_(cards.scalar_subquery())
    )
    return and_(outbox.c.workspace == workspace, or_(outbox.c.recipient == place, replies))
