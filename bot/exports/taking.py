"""Taking out: what was asked for, read row by row and written to files; it decides nothing and records nothing."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import TextIOWrapper
from typing import IO, BinaryIO, cast

from sqlalchemy import Connection

from bot.exports import json_lines, tables
from bot.exports.packet import packet, packet_text
from bot.exports.packet_check import check
from bot.exports.page import Story, packet_name, page
from bot.exports.plain_words import People
from bot.exports.state import as_json, state_after
from models import export_queries, queries
from models.audit_chain import AuditEvent
from models.oversight.exporting import Format, Span, Wanted
from models.policy import Policy
from models.policy_versions import policy_from_json

#: A zip's own time of its files: it is no fact of the record, and two exports of one record are one file.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_IDS = re.compile(r'"([UW][A-Z0-9]{2,20})"')


@dataclass(frozen=True, kw_only=True)
class Taking:
    """What is taken out of which workspace; `before` leaves out what was recorded from that row on.

    `proof_name` is what the packet's page calls the JSON beside it.
    """

    connection: Connection
    workspace: str
    asked: Wanted
    span: Span | None
    people: People
    made_at: datetime
    made_by: str
    before: int | None = None
    proof_name: str = ""

    def links(self) -> Iterator[AuditEvent]:
        """The events, in the order in which they were recorded."""
        return export_queries.recorded(
            self.connection, self.workspace, self.span, self.asked.request, self.before
        )


def stem_of(asked: Wanted) -> str:
    """What every file's name begins with: `EX-1042`, `exceptions-2026-11-01-to-2026-11-30`."""
    if asked.request is not None:
        return f"EX-{asked.request}"
    return f"exceptions-{asked.first}" + (f"-to-{asked.last}" if asked.last != asked.first else "")


def name_of(asked: Wanted, mark: str = "") -> str:
    """The name of an export that is one file, with a mark that tells two exports apart; of a packet the page's."""
    ending = {
        Format.CSV: f"{mark}.csv.zip",
        Format.JSON_LINES: f"{mark}.jsonl",
        Format.PACKET: f"-packet{mark}.html",
    }
    return f"{stem_of(asked)}{ending[asked.format]}"


def write_csv_zip(taking: Taking, file: BinaryIO) -> None:
    """Both tables in one file."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as pack:
        for name in ("events.csv", "requests.csv"):
            told = zipfile.ZipInfo(name, _NO_TIME)
            told.compress_type = zipfile.ZIP_DEFLATED
            with pack.open(told, "w", force_zip64=True) as inside:
                write_table(taking, name, inside)


def write_table(taking: Taking, name: str, file: IO[bytes]) -> None:
    """One of the two tables, by its name: `events.csv` or `requests.csv`."""
    policies = _Policies(queries.policy_versions(taking.connection, taking.workspace))
    with _as_text(file) as text:
        if name == "events.csv":
            tables.write_events(text, taking.links(), policies.of, taking.people)
            return
        stored = export_queries.touched(
            taking.connection, taking.workspace, taking.span, taking.asked.request, taking.before
        )
        tables.write_requests(text, stored, policies.of, taking.people)


def write_json_lines(taking: Taking, file: BinaryIO) -> None:
    """Every event as recorded."""
    json_lines.write_lines(file, taking.links())


@dataclass(frozen=True, kw_only=True)
class Packet:
    """Both files of a decision packet."""

    page: bytes
    proof: bytes


def take_packet(taking: Taking) -> Packet:
    """The packet of a request as its events lead to it; LookupError where it has none."""
    number = taking.asked.request
    if number is None:
        raise LookupError("a packet is of one request")
    stored = queries.stored_request(taking.connection, taking.workspace, number)
    links = tuple(taking.links())
    if stored is None or not links:
        raise LookupError(f"there is no request EX-{number}")
    contents = queries.policy_versions(taking.connection, taking.workspace)
    derived = state_after(links)
    state = None if derived is None else as_json(derived)
    made = packet(links, contents, state=state, made_at=taking.made_at, people=taking.people)
    checked = check(made)
    is_newest = len(links) == stored.events
    policies = _Policies(contents)
    story = Story(
        request=derived or stored.request,
        links=links,
        policies={version: policies.known(version) for version in made["record"]["policies"]},
        people=taking.people,
        packet=made,
        checked=checked,
        made_at=taking.made_at,
        made_by=taking.made_by,
        row_agrees=derived is None or not is_newest or stored.request == derived,
        packet_name=taking.proof_name or packet_name(number),
    )
    return Packet(page=page(story).encode(), proof=packet_text(made).encode())


def people_in(
    connection: Connection, workspace: str, asked: Wanted, span: Span | None, limit: int
) -> tuple[str, ...]:
    """Whose names an export could show, the first `limit` of them: who acted, and of a packet all who are named."""
    if asked.format is not Format.PACKET:
        return export_queries.actors(connection, workspace, span, asked.request, limit)
    named: dict[str, None] = {}
    for link in export_queries.recorded(connection, workspace, span, asked.request):
        named.update(dict.fromkeys((link.actor, *_IDS.findall(link.changed))))
    return tuple(named)[:limit]


class _Policies:
    """The policies on record, each read once and only where it is needed."""

    def __init__(self, contents: Mapping[str, str]) -> None:
        self._contents = contents
        self._read: dict[str, Policy | None] = {}

    def of(self, version: str) -> Policy | None:
        """The policy of a version; None where it is not on record."""
        if version not in self._read:
            content = self._contents.get(version)
            self._read[version] = policy_from_json(content) if content is not None else None
        return self._read[version]

    def known(self, version: str) -> Policy:
        """The policy of a version; LookupError where it is not on record."""
        found = self.of(version)
        if found is None:
            raise LookupError(f"policy version {version} is not on record")
        return found


@contextmanager
def _as_text(file: IO[bytes]) -> Iterator[TextIOWrapper]:
    text = TextIOWrapper(cast(BinaryIO, file), encoding="utf-8", newline="")
    yield text
    text.flush()
    text.detach()
