"""Summing: what a simulation comes to, tier by tier and group by group; numbers only, the words stand in the views."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import Generic, TypeVar

from models.holds import HoldKind
from models.policy import Policy
from models.request import Ending
from models.simulation.simulating import Compared, NotDone, Simulation
from models.simulation.way import Wait, Way

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Pair(Generic[T]):
    """What was, and what would be."""

    was: T
    would: T

    @property
    def differs(self) -> bool:
        """The two are not the same."""
        return self.was != self.would


@dataclass(frozen=True, kw_only=True)
class OfTier:
    """What one tier had and would have: requests, breaches, escalations.

    `allowed` is the median of the time that was allowed for a decision, of the requests that both policies have this
    tier decide: the same ones in both, so that it does not change by which requests are in the tier.
    """

    name: str
    title: str
    requests: Pair[int]
    allowed: Pair[timedelta | None]
    breaches: Pair[int]
    escalations: Pair[int]


@dataclass(frozen=True, kw_only=True)
class Summary:
    """What a simulation comes to.

    `load` is how often each group is asked to decide. `shift` is the median of the deadlines that move, later ones
    positive. `waiting` and `ends` name the requests of which something else would come, by their numbers: what they
    would wait for (a hold by its kind), and how they ended and would end. `spared` are those whose second approval
    would not be needed; `not_done` are other acts that would not be done, and make no difference.
    """

    requests: int
    tiers: tuple[OfTier, ...]
    load: tuple[tuple[tuple[str, ...], Pair[int]], ...]
    contacts: tuple[tuple[str, Pair[int]], ...]
    holds: tuple[tuple[HoldKind, Pair[int]], ...]
    one_approval: Pair[int]
    earlier: int
    later: int
    shift: timedelta | None
    moved: tuple[Compared, ...]
    waiting: tuple[tuple[Wait | HoldKind, tuple[int, ...]], ...]
    ends: tuple[tuple[Ending | None, Ending | None, tuple[int, ...]], ...]
    spared: tuple[int, ...]
    not_done: tuple[tuple[NotDone, tuple[int, ...]], ...]

    @property
    def breaches(self) -> Pair[int]:
        """Deadlines that passed without a decision."""
        return Pair(
            was=sum(tier.breaches.was for tier in self.tiers),
            would=sum(tier.breaches.would for tier in self.tiers),
        )


def summed(simulation: Simulation) -> Summary:
    """The simulation's requests added up; those that could not be filed or played are not among them."""
    compared = simulation.compared
    shifts = [one.shift for one in compared if one.shift]
    return Summary(
        requests=len(compared),
        tiers=tuple(_tiers(simulation)),
        load=_counted(compared, lambda way: way.asked),
        contacts=_counted(
            compared, lambda way: (_contact(raised.contact, simulation) for raised in way.escalations)
        ),
        holds=_counted(compared, lambda way: way.holds),
        one_approval=_both(compared, lambda way: way.has_one_approval),
        earlier=sum(1 for shift in shifts if shift < timedelta(0)),
        later=sum(1 for shift in shifts if shift > timedelta(0)),
        shift=_middle(shifts),
        moved=tuple(one for one in compared if one.moves),
        waiting=_grouped(compared, _awaited),
        ends=tuple(
            (was, would, numbers)
            for (was, would), numbers in _grouped(
                compared, lambda one: (one.was.outcome, one.would.outcome) if one.ends_otherwise else None
            )
        ),
        spared=tuple(one.number for one in compared if _is_spared(one)),
        not_done=tuple(_not_done(compared)),
    )


def _tiers(simulation: Simulation) -> Iterator[OfTier]:
    """The draft's tiers in their order, then those that it has no more."""
    for name, title in tier_titles(simulation).items():
        stay = [one for one in simulation.compared if one.was.tier == one.would.tier == name]
        was = [one.was for one in simulation.compared if one.was.tier == name]
        would = [one.would for one in simulation.compared if one.would.tier == name]
        yield OfTier(
            name=name,
            title=title,
            requests=Pair(was=len(was), would=len(would)),
            allowed=Pair(was=_median(one.was for one in stay), would=_median(one.would for one in stay)),
            breaches=Pair(was=sum(way.breaches for way in was), would=sum(way.breaches for way in would)),
            escalations=Pair(
                was=sum(len(way.escalations) for way in was), would=sum(len(way.escalations) for way in would)
            ),
        )


def tier_titles(simulation: Simulation) -> dict[str, str]:
    """The title of every tier, by its name: the draft's tiers first."""
    policies = (simulation.draft, *simulation.policies.values())
    titles: dict[str, str] = {}
    for policy in policies:
        for tier in policy.tiers:
            titles.setdefault(tier.name, tier.title)
    return titles


def _median(ways: Iterable[Way]) -> timedelta | None:
    return _middle([way.allowed for way in ways])


def _middle(lengths: list[timedelta]) -> timedelta | None:
    seconds = [length.total_seconds() for length in lengths]
    return timedelta(seconds=round(median(seconds))) if seconds else None


def _contact(key: str, simulation: Simulation) -> str:
    """A contact's title."""
    policies: Iterable[Policy] = (simulation.draft, *simulation.policies.values())
    return next((policy.contacts[key].title for policy in policies if key in policy.contacts), key)


def _counted(
    compared: tuple[Compared, ...], things: Callable[[Way], Iterable[T]]
) -> tuple[tuple[T, Pair[int]], ...]:
    """How often each thing was there and would be, the most frequent of those that would be first."""
    was = Counter(thing for one in compared for thing in things(one.was))
    would = Counter(thing for one in compared for thing in things(one.would))
    known = sorted(was.keys() | would.keys(), key=lambda thing: (-would[thing], -was[thing], str(thing)))
    return tuple((thing, Pair(was=was[thing], would=would[thing])) for thing in known)


def _both(compared: tuple[Compared, ...], is_so: Callable[[Way], bool]) -> Pair[int]:
    return Pair(was=sum(is_so(one.was) for one in compared), would=sum(is_so(one.would) for one in compared))


def _grouped(
    compared: Iterable[Compared], kind: Callable[[Compared], T | None]
) -> tuple[tuple[T, tuple[int, ...]], ...]:
    """The numbers of the requests of each kind; those of no kind are left out."""
    found: dict[T, list[int]] = {}
    for one in compared:
        its = kind(one)
        if its is not None:
            found.setdefault(its, []).append(one.number)
    return tuple((its, tuple(numbers)) for its, numbers in found.items())


def _awaited(one: Compared) -> Wait | HoldKind | None:
    """What a request would wait for that it did not wait for: a hold by its kind."""
    if not one.stands_still:
        return None
    return one.would.held_by[0] if one.would.held_by else one.would.waits_for


def _is_spared(one: Compared) -> bool:
    return one.would.has_one_approval and not one.was.has_one_approval and not one.ends_otherwise


def _not_done(compared: Iterable[Compared]) -> Iterator[tuple[NotDone, tuple[int, ...]]]:
    """Acts that would not be done though the request goes on as it did, each with an example of it."""
    found: dict[tuple[str, str], tuple[NotDone, list[int]]] = {}
    for one in compared:
        if one.stands_still or one.ends_otherwise or _is_spared(one):
            continue
        for act in one.not_done:
            numbers = found.setdefault((act.act, act.why), (act, []))[1]
            if one.number not in numbers:
                numbers.append(one.number)
    for act, numbers in found.values():
        yield act, tuple(numbers)
