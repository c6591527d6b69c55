"""Reporting at the desk: who has a report sent, and which months the channel was told of (door 1).

The report itself is put together and drawn when it is sent.
"""

from __future__ import annotations

import json

from sqlalchemy import Connection

from bot import matters
from models import report_queries
from models.events import EventKind, event
from models.lifecycle import Scene
from models.notices import MessageKind, Notice
from models.oversight.months import Period
from models.oversight.reporting import OnReport, SendMonthlyReport, judge, monthly_period
from models.people import SYSTEM, Person
from models.refusals import Refusal, Why


def perform(connection: Connection, act: OnReport, by: Person, scene: Scene) -> Refusal | None:
    """The report is on its way; or why not."""
    if isinstance(act, SendMonthlyReport):
        return _post(connection, act, by, scene)
    period = judge(act, by, scene)
    if isinstance(period, Refusal):
        return period
    kind = MessageKind.REPORT_PAGE if act.as_page else MessageKind.REPORT
    only = {"standard": act.only.standard, "tier": act.only.tier, "team": act.only.team}
    asked = Notice(
        kind=kind,
        recipient=by.id,
        key=f"{kind}:{by.id}:{scene.at.isoformat()}",
        detail={"first": period.first, "last": period.last, **only, "reason": act.only.reason},
    )
    matters.keep(connection, scene, by, events=(), notices=(asked,))
    return None


def _post(connection: Connection, act: SendMonthlyReport, by: Person, scene: Scene) -> Refusal | None:
    """Post the months that the channel has not been told of; nothing where there is no channel any more."""
    if by != SYSTEM:
        return Refusal(why=Why.SYSTEM_ONLY)
    channel = scene.policy.reports.channel
    newest = report_queries.newest_posted(connection, scene.workspace)
    last_posted = None if newest is None else str(json.loads(newest)["last"])
    period = monthly_period(act.day, last_posted, scene.policy, scene.at)
    if channel is None or period is None:
        return None
    posted = event(EventKind.REPORT_POSTED, first=period.first, last=period.last, channel=channel)
    matters.keep(connection, scene, by, events=(posted,), notices=(_to_channel(channel, period),))
    return None


def _to_channel(channel: str, period: Period) -> Notice:
    return Notice(
        kind=MessageKind.REPORT,
        recipient=channel,
        key=f"{MessageKind.REPORT}:{channel}:{period.first}:{period.last}",
        detail={"first": period.first, "last": period.last},
    )
