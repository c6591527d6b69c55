"""Delivering at the desk: a place takes no messages, or takes them again; in the desk's transaction (door 1)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from bot import matters
from models import delivery_rows
from models.events import EventKind, event
from models.fallbacks import ACTED_ON, named_for, reached, reviewers
from models.lifecycle import Scene
from models.matter_queries import next_matter, open_matters
from models.message_kinds import MessageKind
from models.notices import Notice
from models.notifying.acts import NoteReachable, NoteUndelivered
from models.outbox_rows import want_messages
from models.oversight.matters import OF_WORKSPACE, MatterKind
from models.oversight.unreachable import Unreachable, is_person
from models.people import SYSTEM, Person
from models.policy import Policy
from models.policy_queries import content_of
from models.policy_versions import policy_from_json
from models.queries import stored_request
from models.refusals import Refusal, Why
from models.request import ExceptionRequest, Status

#: How many messages at a time one person gets in place of a channel; App Home and the digest have all.
MOST_COPIES = 20


def perform(
    connection: Connection, act: NoteUndelivered | NoteReachable, by: Person, scene: Scene
) -> Refusal | None:
    """What waits for the place goes to people, or comes there after all."""
    if by != SYSTEM:
        return Refusal(why=Why.SYSTEM_ONLY)
    known = open_matters(connection, scene.workspace, Unreachable, act.place)
    outage = known[0] if known else None
    if isinstance(act, NoteReachable):
        return _restored(connection, outage, by, scene)
    return _failed(connection, act, outage, by, scene)


def _failed(
    connection: Connection,
    act: NoteUndelivered,
    outage: Unreachable | None,
    by: Person,
    scene: Scene,
) -> Refusal | None:
    waiting = delivery_rows.waiting_for(connection, scene.workspace, act.place)
    rows = [row for row in waiting if row.recipient or _is_under_card(connection, row, act.place, scene)]
    if not rows:
        return Refusal(why=Why.ALREADY_RECORDED)
    named = (*scene.policy.administrators, *scene.policy.groups())
    if gaps := scene.register.gaps(named, scene.at):
        return Refusal(why=Why.GROUP_UNKNOWN, groups=gaps)
    delivery_rows.keep_back(connection, [row.id for row in rows], act.fault)
    copies = [*_copies(connection, act.place, rows, scene)]
    for number in dict.fromkeys(number for number, _ in copies):
        notices = [notice for of, notice in copies if of == number]
        want_messages(connection, scene.workspace, number, notices, scene.at)
    is_new = outage is None
    if outage is None:
        # A copy stands for a message that others have too; of somebody who has left it counts what they had to do.
        is_told = not is_person(act.place) or any(
            MessageKind(row.kind) in ACTED_ON and "for" not in json.loads(row.detail) for row in rows
        )
        administrators = scene.register.members(scene.policy.administrators) if is_told else ()
        outage = Unreachable(
            number=next_matter(connection, scene.workspace, MatterKind.UNREACHABLE),
            place=act.place,
            fault=act.fault,
            opened_at=scene.at,
            told=tuple(one for one in administrators if one != act.place),
        )
    if is_new or copies:
        to = sorted({notice.recipient for _, notice in copies})
        happened = event(
            EventKind.DELIVERY_FAILED, unreachable=outage.number, place=act.place, fault=act.fault, to=to
        )
        told = _told(outage) if is_new else ()
        matters.keep(connection, scene, by, events=(happened,), matter=outage, notices=told)
    return None


def _restored(connection: Connection, outage: Unreachable | None, by: Person, scene: Scene) -> Refusal | None:
    """What is still current is posted there, and the copies say so."""
    if outage is None:
        return Refusal(why=Why.ALREADY_RECORDED)
    ended = replace(outage, ended_at=scene.at)
    rows = delivery_rows.kept_back(connection, scene.workspace, outage.place)
    current = [row.id for row in rows if _is_current(connection, scene.workspace, row)]
    delivery_rows.let_go(connection, current, scene.at)
    copies = [one.id for row in rows for one in delivery_rows.copies_of(connection, scene.workspace, row.key)]
    delivery_rows.want_again(connection, copies, scene.at)
    happened = event(EventKind.DELIVERY_RESTORED, unreachable=outage.number, place=outage.place)
    matters.keep(connection, scene, by, events=(happened,), matter=ended, notices=_told(ended))
    return None


def _is_current(connection: Connection, workspace: str, row: Any) -> bool:
    """What concerns a closed record is past; a word to one person is said only once, and in time."""
    if row.number == OF_WORKSPACE:
        return MessageKind(row.kind).is_living
    found = stored_request(connection, workspace, row.number)
    return found is not None and found.request.status is not Status.CLOSED


def _copies(
    connection: Connection, place: str, rows: list[Any], scene: Scene
) -> Iterator[tuple[int, Notice]]:
    """The messages that people get in the place's stead, with their requests' numbers; the nearest deadline first."""
    about: list[tuple[Any, ExceptionRequest]] = []
    for row in rows:
        kind = MessageKind(row.kind)
        if row.number == OF_WORKSPACE:
            if kind is MessageKind.AUDIT_REVIEW and not is_person(place):
                for person in reviewers(scene.policy, scene.register):
                    yield OF_WORKSPACE, _copy(row, person, place)
            continue
        found = stored_request(connection, scene.workspace, row.number)
        # A copy that somebody does not get has no copy itself.
        if found is not None and kind in ACTED_ON and "for" not in json.loads(row.detail):
            about.append((row, found.request))
    gone = frozenset({place})
    count: Counter[str] = Counter()
    for row, request in sorted(about, key=lambda one: (one[1].deadline, one[0].id)):
        policy, detail = _policy_of(connection, request, scene), json.loads(row.detail)
        named = named_for(MessageKind(row.kind), request, policy, detail)
        before = {one.recipient for one in delivery_rows.copies_of(connection, scene.workspace, row.key)}
        people = reached(named, policy, scene.register, gone) if named is not None else ()
        if is_person(place) and people != reached((), policy, scene.register, gone):
            # The others of the role have messages of their own.
            people = ()
        for person in dict.fromkeys((*before, *people)):
            count[person] += person not in before
            if person in before or count[person] <= MOST_COPIES:
                yield request.number, _copy(row, person, place)


def _is_under_card(connection: Connection, row: Any, place: str, scene: Scene) -> bool:
    """A reply goes under the card of the tier that decides now; one that has left a card elsewhere goes on."""
    found = stored_request(connection, scene.workspace, row.number)
    if found is None:
        return False
    policy = _policy_of(connection, found.request, scene)
    return policy.tier(found.request.score.tier).channel == place


def _policy_of(connection: Connection, request: ExceptionRequest, scene: Scene) -> Policy:
    """The policy that a request was filed under."""
    if request.policy_version == scene.policy_version:
        return scene.policy
    content = content_of(connection, scene.workspace, request.policy_version)
    return scene.policy if content is None else policy_from_json(content)


def _copy(row: Any, person: str, place: str) -> Notice:
    detail = {**json.loads(row.detail), "for": place}
    return Notice(kind=MessageKind(row.kind), recipient=person, key=f"{row.key}:for:{person}", detail=detail)


def _told(outage: Unreachable) -> Iterator[Notice]:
    """The word to each administrator, one for each time that the place fails; it says when the place is well."""
    for person in outage.told:
        yield Notice(
            kind=MessageKind.UNDELIVERED,
            recipient=person,
            key=f"{MessageKind.UNDELIVERED}:{outage.number}:{person}",
            detail={"unreachable": outage.number},
        )
