"""The post: an export's file as it is sent, rendered from what was recorded before it; it sends nothing."""

from __future__ import annotations

import asyncio
import json
from datetime import date
from io import BytesIO
from typing import Any

from sqlalchemy import Connection

from bot.directory import Directory
from bot.exports.page import packet_name
from bot.exports.plain_words import People, called
from bot.exports.taking import Taking, name_of, people_in, take_packet, write_csv_zip, write_json_lines
from bot.gateway import SlackError, SlackUnavailableError
from bot.policies import Policies
from bot.records import Records
from bot.views.exporting import export_message
from bot.views.text import Message
from models import export_queries
from models.audit_chain import AuditEvent
from models.oversight.exporting import PROOF, Format, Wanted
from models.oversight.matters import OF_WORKSPACE
from models.queries import OutboxRow

#: Whose names are asked for at most, and how many at once; whoever is beyond that is an id.
PEOPLE, AT_ONCE = 200, 8


class ExportPost:
    """Renders the exports of one workspace."""

    def __init__(self, *, records: Records, policies: Policies, directory: Directory) -> None:
        self._records = records
        self._policies = policies
        self._directory = directory
        #: An export is read for seconds on one of a few threads: two must not keep everybody else from reading.
        self._one_at_a_time = asyncio.Lock()

    async def message(self, row: OutboxRow) -> Message:
        """The message that brings a file; SlackError where the export is not on record."""
        detail: dict[str, Any] = json.loads(row.detail)
        link = await self._records.event(OF_WORKSPACE, int(detail["position"]))
        if link is None:
            raise SlackError("no_text", "render", f"there is no export {detail['position']}")
        changed: dict[str, Any] = json.loads(link.changed)
        is_proof = detail["part"] == PROOF
        asked = wanted_in(changed)
        mark = f"-{link.position}"
        name = packet_name(asked.request or 0, mark) if is_proof else name_of(asked, mark)
        people = await self._people(link, asked)

        def render(connection: Connection) -> bytes:
            return self._content(connection, link, asked, people, mark, is_proof=is_proof)

        async with self._one_at_a_time:
            content = await self._records.read(render)
        return export_message(changed, name, content, is_proof=is_proof)

    def _content(
        self,
        connection: Connection,
        link: AuditEvent,
        asked: Wanted,
        people: People,
        mark: str,
        *,
        is_proof: bool,
    ) -> bytes:
        own = (link.workspace, OF_WORKSPACE, link.position)
        taking = Taking(
            connection=connection,
            workspace=link.workspace,
            asked=asked,
            span=asked.span(self._policies.version(link.policy_version)),
            people=people,
            made_at=link.at,
            made_by=called(link.actor, people),
            before=export_queries.event_id(connection, *own),
            proof_name=packet_name(asked.request or 0, mark),
        )
        if asked.format is Format.PACKET:
            made = take_packet(taking)
            return made.proof if is_proof else made.page
        file = BytesIO()
        (write_csv_zip if asked.format is Format.CSV else write_json_lines)(taking, file)
        return file.getvalue()

    async def _people(self, link: AuditEvent, asked: Wanted) -> People:
        """What people are called, as far as Slack says."""
        span = asked.span(self._policies.version(link.policy_version))
        ids = await self._records.read(lambda c: people_in(c, link.workspace, asked, span, PEOPLE))
        few = asyncio.Semaphore(AT_ONCE)

        async def name(person: str) -> str:
            async with few:
                try:
                    return (await self._directory.person(person)).name
                except (SlackError, SlackUnavailableError):
                    return ""

        wanted = [one for one in dict.fromkeys((link.actor, *ids)) if one.startswith(("U", "W"))]
        names = await asyncio.gather(*(name(one) for one in wanted))
        return {person: said for person, said in zip(wanted, names, strict=True) if said}


def wanted_in(changed: dict[str, Any]) -> Wanted:
    """What an export's event says was taken out."""
    first, last = (
        date.fromisoformat(changed[key]) if changed.get(key) else None for key in ("first", "last")
    )
    return Wanted(format=Format(changed["format"]), first=first, last=last, request=changed.get("request"))
