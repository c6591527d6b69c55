"""The chain tells every tampering, and names the first event that does not hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta, timezone

import pytest

from models.audit_chain import GENESIS, AuditEvent, append, digest, first_fault
from models.events import EventKind, event
from tests.builders import MORNING

Chain = list[AuditEvent]


def chain(length: int = 5) -> Chain:
    links: Chain = []
    for position in range(1, length + 1):
        links.append(
            append(
                event(EventKind.ROUTED, step=position),
                workspace="T1",
                number=1042,
                position=position,
                at=MORNING + timedelta(microseconds=position),
                actor="UVAL1",
                policy_version="v1",
                previous=links[-1].hash if links else GENESIS,
            )
        )
    return links


def again(link: AuditEvent, **changed: object) -> AuditEvent:
    """The event with something else in it, and a hash that fits it."""
    other = replace(link, **changed)  # type: ignore[arg-type]
    return replace(other, hash=digest(other))


def rewritten(links: Chain, at: int) -> Chain:
    """The chain with the event at an index changed and every hash after it made to fit again."""
    new = links[:at]
    for n, link in enumerate(links[at:]):
        what = {"actor": "UEVIL"} if n == 0 else {}
        new.append(again(link, previous=new[-1].hash if new else GENESIS, **what))
    return new


def test_whole_chain_holds() -> None:
    links = chain()
    assert first_fault(links, count=5, head=links[-1].hash) is None
    assert first_fault([], count=0, head=GENESIS) is None


@pytest.mark.parametrize(
    "field", ["kind", "actor", "policy_version", "changed", "workspace", "number", "at", "previous", "hash"]
)
def test_every_field_of_an_event_is_covered(field: str) -> None:
    links = chain()
    values = {"number": 1, "at": MORNING + timedelta(microseconds=99)}
    links[2] = replace(links[2], **{field: values.get(field, "other")})  # type: ignore[arg-type]
    fault = first_fault(links, count=5, head=links[-1].hash)
    assert fault is not None
    assert fault.position == 3


TAMPERED: dict[str, tuple[Callable[[Chain], Chain], int, str]] = {
    "the first event is gone": (lambda c: c[1:], 1, "event 1 is missing"),
    "one in the middle is gone": (lambda c: c[:2] + c[3:], 3, "event 3 is missing"),
    "the tail is gone": (lambda c: c[:3], 4, "ends at event 3, but 5 were recorded"),
    "all are gone": (lambda c: [], 1, "ends at event 0, but 5 were recorded"),
    "two have changed places": (lambda c: [*c[:1], c[2], c[1], *c[3:]], 2, "event 2 is missing"),
    "two have changed places and positions": (
        lambda c: [c[0], replace(c[2], position=2), replace(c[1], position=3), *c[3:]],
        2,
        "does not follow",
    ),
    "one was changed and its hash made to fit": (
        lambda c: [*c[:2], again(c[2], actor="UEVIL"), *c[3:]],
        4,
        "does not follow",
    ),
    "the last was changed and its hash made to fit": (
        lambda c: [*c[:4], again(c[4], actor="UEVIL")],
        5,
        "not what was recorded",
    ),
    "all from one on were made to fit": (lambda c: rewritten(c, 2), 5, "not what was recorded"),
    "one was added at the end": (
        lambda c: [*c, again(c[4], position=6, previous=c[4].hash)],
        6,
        "added later: 5 were recorded",
    ),
    "two were added at the end": (
        lambda c: [*c, again(c[4], position=6, previous=c[4].hash), again(c[4], position=7)],
        6,
        "added later: 5 were recorded",
    ),
    "one was put in between": (
        lambda c: [*c[:2], again(c[2], actor="UEVIL"), *(replace(x, position=x.position + 1) for x in c[2:])],
        4,
        "does not follow",
    ),
}


@pytest.mark.parametrize(("tamper", "position", "problem"), TAMPERED.values(), ids=TAMPERED)
def test_tampering_is_found_at_the_first_event_that_does_not_hold(
    tamper: Callable[[Chain], Chain], position: int, problem: str
) -> None:
    links = chain()
    fault = first_fault(tamper(links), count=5, head=links[-1].hash)
    assert fault is not None
    assert fault.position == position
    assert problem in fault.problem


def test_owner_that_remembers_another_head_is_found() -> None:
    links = chain()
    fault = first_fault(links, count=5, head="f" * 64)
    assert fault is not None
    assert (fault.number, fault.position) == (1042, 5)


def test_same_moment_in_another_zone_has_the_same_hash() -> None:
    link = chain()[0]
    elsewhere = replace(link, at=link.at.astimezone(timezone(timedelta(hours=5))))
    assert digest(elsewhere) == link.hash


def test_hashes_stay_what_they_were() -> None:
    """A change of the spelling would make every chain on record break."""
    assert chain(1)[0].hash == "6071e670b762e0648809b94f7ad5be93f218f728f20f68f8119a1a4260a327f0"
