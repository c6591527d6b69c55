"""Named queries for the report: what the channel was told of last; none of them writes."""

from __future__ import annotations

from sqlalchemy import Connection, select

from models.events import EventKind
from models.oversight.matters import OF_WORKSPACE
from models.tables import events


def newest_posted(connection: Connection, workspace: str) -> str | None:
    """What the newest report in the channel covered (JSON, as its event says); None where there was none."""
    found = select(events.c.changed).where(
        events.c.workspace == workspace,
        events.c.number == OF_WORKSPACE,
        events.c.kind == EventKind.REPORT_POSTED.value,
    )
    changed = connection.execute(found.order_by(events.c.position.desc()).limit(1)).scalar()
    return None if changed is None else str(changed)
