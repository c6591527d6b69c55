"""A decision packet as JSON: one request's chain and all that follows from it; it draws no page and judges nothing.

What stands under `record` can be checked by the packet alone. What stands under `unproven` is said, and not proved.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from bot.exports.json_lines import event_object
from models.audit_chain import GENESIS, AuditEvent
from models.canonical import canonical_json
from models.events import EventKind

#: What the packet says of itself; another form of it gets another number.
FORMAT = "exception-desk packet 1"
#: Where an event keeps what files may have come with.
WITH_FILES = ("filing", "amendment", "decision", "execution", "documentation", "closed")

#: What a packet repeats of the events that tell of snapshots.
_SNAPSHOTS: Mapping[str, tuple[str, ...]] = {
    EventKind.SNAPSHOT_TAKEN.value: ("source", "taken_at", "sha256", "payload"),
    EventKind.SOURCE_UNAVAILABLE.value: ("source", "taken_at", "fault"),
}

Json = dict[str, Any]


def packet(
    links: Iterable[AuditEvent],
    policies: Mapping[str, str],
    *,
    state: Json | None,
    made_at: datetime,
    people: Mapping[str, str],
) -> Json:
    """The packet of one request's chain.

    `policies` has the content (JSON text) of each version on record, `state` the request as the chain leaves it,
    or None where the events do not tell it.
    """
    events = [event_object(link) for link in links]
    record = {
        **owner_of(events),
        "count": len(events),
        "head": events[-1]["hash"] if events else GENESIS,
        "events": events,
        "snapshots": list(snapshots_in(events)),
        "documents": list(documents_in(events)),
        "evidence": list(evidence_in(events)),
        "policies": {v: json.loads(policies[v]) for v in versions_in(events) if v in policies},
        "state": state,
    }
    unproven = {
        "made_at": made_at.astimezone(UTC).isoformat(timespec="microseconds"),
        "people": dict(people),
    }
    made: Json = {"format": FORMAT, "record": record, "unproven": unproven}
    return made | {"sha256": own_digest(made)}


def packet_text(made: Json) -> str:
    """The packet as people may read it too: indented, with a line end."""
    return json.dumps(made, indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False) + "\n"


def own_digest(made: Json) -> str:
    """The SHA-256 (hex) of the canonical JSON of all of the packet but this digest."""
    covered = {key: value for key, value in made.items() if key != "sha256"}
    return hashlib.sha256(canonical_json(covered).encode()).hexdigest()


def digest_of(value: object) -> str:
    """The SHA-256 (hex) of a value's canonical JSON."""
    return hashlib.sha256(canonical_json(value).encode()).hexdigest()


def owner_of(events: list[Json]) -> Json:
    """Which request the events are about, as the first of them says."""
    number = events[0]["number"] if events else 0
    return {
        "workspace": events[0]["workspace"] if events else "",
        "number": number,
        "request": f"EX-{number}",
    }


def versions_in(events: Iterable[Json]) -> tuple[str, ...]:
    """The policy versions that the events name, each once."""
    return tuple(dict.fromkeys(str(event["policy_version"]) for event in events))


def snapshots_in(events: Iterable[Json]) -> Iterator[Json]:
    """What each source said, with its fingerprint; one that could not be read has a fault instead."""
    for event, changed in _changes(events):
        names = _SNAPSHOTS.get(event["kind"])
        if names is not None:
            yield {"position": event["position"], **{name: changed.get(name) for name in names}}


def documents_in(events: Iterable[Json]) -> Iterator[Json]:
    """What was given in place of a source, with the fingerprint by which decisions name it."""
    for event, changed in _changes(events):
        given = changed.get("documentation")
        if event["kind"] == EventKind.DOCUMENTED and isinstance(given, dict):
            yield {
                "position": event["position"],
                "source": given.get("source"),
                "sha256": digest_of(given),
                "given": given,
            }


def evidence_in(events: Iterable[Json]) -> Iterator[Json]:
    """Every file that came with an event, by its name and Slack's id; the files themselves stay in Slack."""
    for event, changed in _changes(events):
        part: Any = next((changed[key] for key in WITH_FILES if changed.get(key)), None)
        files = part.get("evidence") if isinstance(part, dict) else None
        for file in files if isinstance(files, list) else ():
            yield {"position": event["position"], "file": file}


def _changes(events: Iterable[Json]) -> Iterator[tuple[Json, Json]]:
    for event in events:
        changed = json.loads(event["changed"])
        if isinstance(changed, dict):
            yield event, changed
