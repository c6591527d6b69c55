"""The check of a decision packet, by nothing but the packet: each fault is named, with where it is; no database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from bot.exports import packet as packets
from bot.exports.packet import Json
from bot.exports.state import as_json
from models.audit_chain import AuditEvent, first_fault
from models.canonical import canonical_json
from models.derived import CannotDeriveError, derive
from models.policy_versions import VERSION_DIGITS


class NoPacketError(ValueError):
    """The file is no decision packet."""


@dataclass(frozen=True, kw_only=True)
class PacketFault:
    """Something in a packet that does not hold: where, and what is wrong there."""

    where: str
    problem: str

    def __str__(self) -> str:
        return f"{self.where}: {self.problem}"


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What a check found: the request, how much was checked, and every fault."""

    request: str
    events: int
    head: str
    snapshots: int
    files: int
    versions: tuple[str, ...]
    is_derived: bool
    faults: tuple[PacketFault, ...]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Event(_Part):
    workspace: str
    number: int
    position: int
    kind: str
    at: str
    actor: str
    policy_version: str
    changed: str
    previous: str
    hash: str


class _Record(_Part):
    workspace: str
    number: int
    request: str
    count: int
    head: str
    events: list[_Event]
    snapshots: list[dict[str, JsonValue]]
    documents: list[dict[str, JsonValue]]
    evidence: list[dict[str, JsonValue]]
    policies: dict[str, dict[str, JsonValue]]
    state: dict[str, JsonValue] | None


class _Unproven(_Part):
    made_at: str
    people: dict[str, str]


class _Packet(_Part):
    format: str
    record: _Record
    unproven: _Unproven
    sha256: str


def read_packet(text: str) -> Json:
    """The packet in a file; NoPacketError where it is none, or where its JSON says one thing twice."""
    try:
        read = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
        # A number beyond all bounds, or half a character, has no canonical form that a hash could cover.
        canonical_json(read).encode()
    except (ValueError, RecursionError) as error:
        raise NoPacketError(
            f"This is no decision packet: it is no JSON that could be one ({error})."
        ) from None
    if not isinstance(read, dict) or read.get("format") != packets.FORMAT:
        raise NoPacketError(
            "This is no decision packet of this kind: `format` does not say "
            + json.dumps(packets.FORMAT)
            + "."
        )
    return read


def check(made: Json) -> Checked:
    """All that is wrong with a packet, each fault once and where it is."""
    shape = tuple(_of_shape(made))
    if shape:
        return Checked(
            request="", events=0, head="", snapshots=0, files=0, versions=(), is_derived=False, faults=shape
        )
    record: Json = made["record"]
    events: list[Json] = record["events"]
    faults = [*_of_chain(record)]
    if not faults:
        # What is drawn from events that do not hold would only repeat their fault.
        drawn = [*_of_what_is_drawn(record)]
        # What is not as the events say may be of any form, and so it is not read any further.
        faults += drawn or [*_of_snapshots(record), *_of_decisions(record)]
        faults += _of_policies(record)
        faults += _of_state(record)
    if made["sha256"] != packets.own_digest(made):
        faults.append(
            PacketFault(where="sha256", problem="the packet is not as it was made: something was changed")
        )
    return Checked(
        request=str(record["request"]),
        events=len(events),
        head=str(record["head"]),
        snapshots=sum(1 for one in record["snapshots"] if "sha256" in one),
        files=len(record["evidence"]),
        versions=tuple(record["policies"]),
        is_derived=record["state"] is not None,
        faults=tuple(faults),
    )


def _of_shape(made: Json) -> Iterator[PacketFault]:
    try:
        _Packet.model_validate(made)
    except ValidationError as error:
        for one in error.errors(include_url=False, include_input=False):
            yield PacketFault(where=_path(one["loc"]), problem=one["msg"])


def _of_chain(record: Json) -> Iterator[PacketFault]:
    links: list[AuditEvent] = []
    for place, event in enumerate(record["events"]):
        where = f"record.events[{place}]"
        try:
            links.append(link_of(event))
        except ValueError:
            yield PacketFault(where=where, problem="its content is not what was recorded: the time is none")
            return
        if (event["workspace"], event["number"]) != (record["workspace"], record["number"]):
            yield PacketFault(where=where, problem="it is another request's")
            return
        try:
            changed = json.loads(event["changed"])
        except (ValueError, RecursionError):
            changed = None
        if not isinstance(changed, dict):
            yield PacketFault(
                where=where, problem="its content is not what was recorded: `changed` is no object"
            )
            return
    if not links:
        yield PacketFault(where="record.events", problem="there is no event")
        return
    broken = first_fault(links, count=record["count"], head=record["head"])
    if broken is not None:
        yield PacketFault(where=f"record.events[{broken.position - 1}]", problem=broken.problem)


def _of_what_is_drawn(record: Json) -> Iterator[PacketFault]:
    """What the packet repeats of the events, for its readers, says the same as they do."""
    events: list[Json] = record["events"]
    owner = packets.owner_of(events)
    for name, drawn in (
        *((key, owner[key]) for key in ("workspace", "number", "request")),
        ("snapshots", list(packets.snapshots_in(events))),
        ("documents", list(packets.documents_in(events))),
        ("evidence", list(packets.evidence_in(events))),
    ):
        yield from differences(record[name], drawn, f"record.{name}", "the events say otherwise")


def _of_snapshots(record: Json) -> Iterator[PacketFault]:
    for place, one in enumerate(record["snapshots"]):
        if "payload" in one and packets.digest_of(one["payload"]) != one["sha256"]:
            problem = "what the source said does not have the fingerprint that is on record"
            yield PacketFault(where=f"record.snapshots[{place}]", problem=problem)


def _of_decisions(record: Json) -> Iterator[PacketFault]:
    """What a decision names as seen is in the packet, and was there before it."""
    for place, event in enumerate(record["events"]):
        decision = json.loads(event["changed"]).get("decision")
        if not isinstance(decision, dict):
            continue
        for name, kept in (("saw", record["snapshots"]), ("saw_documents", record["documents"])):
            known = [one["sha256"] for one in kept if "sha256" in one and one["position"] < event["position"]]
            named = decision.get(name) or []
            for one in named if isinstance(named, list) else [named]:
                if one and one not in known:
                    yield PacketFault(
                        where=f"record.events[{place}]",
                        problem=f"the decision names {str(one)[:12]} as seen, which is not in the packet before it",
                    )


def _of_policies(record: Json) -> Iterator[PacketFault]:
    named = packets.versions_in(record["events"])
    for version in named:
        if version not in record["policies"]:
            problem = f"version {version} is missing, which the events name"
            yield PacketFault(where="record.policies", problem=problem)
    for version, content in record["policies"].items():
        if version not in named:
            yield PacketFault(where=f"record.policies.{version}", problem="no event names this version")
        elif packets.digest_of(content)[:VERSION_DIGITS] != version:
            problem = "this is not what the policy of that version says"
            yield PacketFault(where=f"record.policies.{version}", problem=problem)


def _of_state(record: Json) -> Iterator[PacketFault]:
    """The request that the packet tells of is the one that its events lead to."""
    links = tuple(link_of(event) for event in record["events"])
    try:
        follows = as_json(derive(links))
    except CannotDeriveError as error:
        if record["state"] is not None:
            yield PacketFault(where="record.state", problem=f"no state follows from the events: {error}")
        return
    yield from differences(record["state"], follows, "record.state", "it does not follow from the events")


def link_of(event: Json) -> AuditEvent:
    """The event as a link of its chain; ValueError where its time is none, or is not written as it is recorded."""
    at = datetime.fromisoformat(event["at"])
    if at.tzinfo is None or at.isoformat(timespec="microseconds") != event["at"]:
        raise ValueError("not a time as it is recorded")
    if at.utcoffset():
        raise ValueError("not a time in UTC")
    return AuditEvent(**{**event, "at": at})


def differences(found: Any, expected: Any, where: str, problem: str) -> Iterator[PacketFault]:
    """Every place where two JSON values differ; 1, 1.0 and true are three values."""
    if isinstance(found, dict) and isinstance(expected, dict):
        for key in dict.fromkeys((*expected, *found)):
            inner = f"{where}.{key}"
            if key not in found:
                yield PacketFault(where=inner, problem=f"it is missing; {problem}")
            elif key not in expected:
                yield PacketFault(where=inner, problem=f"it was added; {problem}")
            else:
                yield from differences(found[key], expected[key], inner, problem)
    elif isinstance(found, list) and isinstance(expected, list) and len(found) == len(expected):
        for place, (one, other) in enumerate(zip(found, expected, strict=True)):
            yield from differences(one, other, f"{where}[{place}]", problem)
    elif canonical_json(found) != canonical_json(expected):
        yield PacketFault(where=where, problem=problem)


def _path(loc: tuple[int | str, ...]) -> str:
    return "".join(f"[{one}]" if isinstance(one, int) else f".{one}" for one in loc).lstrip(".")


def _once(pairs: list[tuple[str, Any]]) -> Json:
    read = dict(pairs)
    if len(read) != len(pairs):
        raise ValueError("a name stands in it twice")
    return read


def _no_number(text: str) -> None:
    raise ValueError(f"{text} is no number of JSON")
