"""JSON Lines: one event a line, exactly as recorded and with its hash; docs/exports.md tells others how to check it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC
from typing import BinaryIO

from pydantic import JsonValue

from models.audit_chain import AuditEvent
from models.canonical import canonical_json


def event_object(link: AuditEvent) -> dict[str, JsonValue]:
    """The event as an object: the nine values that its hash covers, and the hash; `changed` is text as recorded."""
    return {
        "workspace": link.workspace,
        "number": link.number,
        "position": link.position,
        "kind": link.kind,
        "at": link.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": link.actor,
        "policy_version": link.policy_version,
        "changed": link.changed,
        "previous": link.previous,
        "hash": link.hash,
    }


def write_lines(file: BinaryIO, links: Iterable[AuditEvent]) -> int:
    """Every event as a line of canonical JSON in UTF-8; how many."""
    count = 0
    for link in links:
        file.write(canonical_json(event_object(link)).encode() + b"\n")
        count += 1
    return count
