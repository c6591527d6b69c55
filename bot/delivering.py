"""Delivering at the desk: a place takes no messages, or takes them again; in the desk's transaction (door 1)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from bot import matters
from models import delivery_rows
from models.delegation_queries import delegations_since
from models.events import EventKind, event
from models.fallbacks import ACTED_ON, in_the_stead_of, reviewers, who_acts
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
from models.roles import auditors
from models.turns import turn_of

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
        return _restored(connection, act, outage, by, scene)
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
    about = [*_to_act_on(connection, rows, scene)]
    named = [
        *scene.policy.administrators,
        *(who for one in about for who in turn_of(one.policy, one.request)),
    ]
    if any(row.kind == MessageKind.AUDIT_REVIEW for row in rows):
        named += auditors(scene.policy)
    if gaps := scene.register.gaps(dict.fromkeys(named), scene.at):
        return Refusal(why=Why.GROUP_UNKNOWN, groups=gaps)
    delivery_rows.keep_back(connection, [row.id for row in rows], act.fault)
    copies = [*_of_workspace(act.place, rows, scene), *_copies(connection, act.place, about, scene)]
    for number in dict.fromkeys(number for number, _ in copies):
        notices = [notice for of, notice in copies if of == number]
        want_messages(connection, scene.workspace, number, notices, scene.at)
    known = outage or Unreachable(
        number=next_matter(connection, scene.workspace, MatterKind.UNREACHABLE),
        place=act.place,
        fault=act.fault,
        opened_at=scene.at,
    )
    told = known.told or _to_be_told(act.place, rows, scene)
    if outage is None or copies or told != known.told:
        to = sorted({notice.recipient for _, notice in copies})
        happened = event(
            EventKind.DELIVERY_FAILED, unreachable=known.number, place=act.place, fault=act.fault, to=to
        )
        now = replace(known, told=told)
        word = _told(now) if told != known.told else ()
        matters.keep(connection, scene, by, events=(happened,), matter=now, notices=word)
    return None


def _to_be_told(place: str, rows: list[Any], scene: Scene) -> tuple[str, ...]:
    """The administrators, of a channel; of somebody who has left only where there was something for them to do."""
    # A copy stands for a message that others have too.
    had_to_act = any(MessageKind(row.kind) in ACTED_ON and not _is_copy(row) for row in rows)
    if is_person(place) and not had_to_act:
        return ()
    return tuple(one for one in scene.register.members(scene.policy.administrators) if one != place)


def _restored(
    connection: Connection, act: NoteReachable, outage: Unreachable | None, by: Person, scene: Scene
) -> Refusal | None:
    """What is still current is posted there, and the copies say so."""
    if outage is None:
        return Refusal(why=Why.ALREADY_RECORDED)
    ended = replace(outage, ended_at=scene.at)
    if act.channel:
        delivery_rows.post_anew(connection, scene.workspace, outage.place, act.channel)
    rows = delivery_rows.kept_back(connection, scene.workspace, outage.place)
    current = [row.id for row in rows if _is_current(connection, scene.workspace, row)]
    delivery_rows.let_go(connection, current, scene.at)
    # Of what was changed since the fault, or came there before it was noticed that it does, there are copies too.
    copies = delivery_rows.copies_for(connection, scene.workspace, outage.place)
    delivery_rows.want_again(connection, copies, scene.at)
    happened = event(EventKind.DELIVERY_RESTORED, unreachable=outage.number, place=outage.place)
    matters.keep(connection, scene, by, events=(happened,), matter=ended, notices=_told(ended))
    return None


def _is_current(connection: Connection, workspace: str, row: Any) -> bool:
    """What concerns a closed record is past, but what is there already is brought up to date.

    A word to one person is said only once, and in time; a report is of its month whenever it comes.
    """
    kind = MessageKind(row.kind)
    if row.number == OF_WORKSPACE:
        return kind.is_living or kind in (MessageKind.REPORT, MessageKind.REPORT_PAGE)
    if kind.is_living and row.ts is not None:
        return True
    found = stored_request(connection, workspace, row.number)
    return found is not None and found.request.status is not Status.CLOSED


@dataclass(frozen=True, kw_only=True)
class _About:
    """A message about a request that somebody may have to act on, the request as it is, and its policy."""

    row: Any
    kind: MessageKind
    detail: dict[str, str | int]
    request: ExceptionRequest
    policy: Policy


def _to_act_on(connection: Connection, rows: list[Any], scene: Scene) -> Iterator[_About]:
    """The messages that people may get in their place's stead; a copy that somebody does not get has none itself."""
    for row in rows:
        kind = MessageKind(row.kind)
        if row.number == OF_WORKSPACE or kind not in ACTED_ON or _is_copy(row):
            continue
        found = stored_request(connection, scene.workspace, row.number)
        if found is not None:
            policy = _policy_of(connection, found.request, scene)
            yield _About(
                row=row, kind=kind, detail=json.loads(row.detail), request=found.request, policy=policy
            )


def _of_workspace(place: str, rows: list[Any], scene: Scene) -> Iterator[tuple[int, Notice]]:
    """The audit review, to those who make it."""
    for row in rows:
        if row.kind == MessageKind.AUDIT_REVIEW and not _is_copy(row):
            for person in reviewers(place, scene.policy, scene.register):
                yield OF_WORKSPACE, _copy(row, person, place)


def _copies(
    connection: Connection, place: str, about: list[_About], scene: Scene
) -> Iterator[tuple[int, Notice]]:
    """The messages that people get in the place's stead, with their requests' numbers; the nearest deadline first."""
    since = min((one.request.filed_at for one in about), default=scene.at)
    delegations = delegations_since(connection, scene.workspace, since)
    register = replace(scene.register, delegations=delegations)
    count: Counter[str] = Counter()
    for one in sorted(about, key=lambda one: (one.request.deadline, one.row.id)):
        people = who_acts(one.kind, one.request, one.policy, register, one.detail, scene.at)
        instead = () if people is None else in_the_stead_of(place, people, scene.policy, register)
        copied = delivery_rows.copies_of(connection, scene.workspace, one.row.key)
        before = {copy.recipient for copy in copied}
        for person in dict.fromkeys((*before, *instead)):
            count[person] += person not in before
            if person in before or count[person] <= MOST_COPIES:
                yield one.request.number, _copy(one.row, person, place)


def _is_copy(row: Any) -> bool:
    return "for" in json.loads(row.detail)


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
