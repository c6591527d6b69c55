"""Availability: who of those that a request needs is there now, and how much waits on them; pure, it judges nobody.

Blueprint, When to Use This Blueprint: factor in resource availability. It is shown to whoever asks and whoever
decides, and stops nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from models.people import Register
from models.policy import Policy
from models.request import Status


class Part(StrEnum):
    """What people are needed for."""

    VALIDATION = "validation"
    AUTHORIZATION = "authorization"
    EXECUTION = "execution"


@dataclass(frozen=True, kw_only=True)
class Staffed:
    """`there` of `total` people are there for a part now, and so many requests wait on them."""

    part: Part
    there: int
    total: int
    waiting: int


@dataclass(frozen=True, kw_only=True)
class Resources:
    """Who is known to be there at a time, and how many requests wait: by status and tier."""

    policy: Policy
    at: datetime
    register: Register = field(default_factory=Register)
    waiting: Mapping[tuple[Status, str], int] = field(default_factory=dict)

    def staffed(self, tier: str) -> tuple[Staffed, ...]:
        """Each part that a request of the tier needs, in its order; one of which Slack could not tell is left out."""
        policy = self.policy
        needed = (
            (Part.VALIDATION, policy.validators.who, self._waiting(Status.VALIDATION)),
            (Part.AUTHORIZATION, policy.tier(tier).authorizers, self._waiting(Status.AUTHORIZATION, tier)),
            (Part.EXECUTION, policy.execution.who, self._waiting(Status.EXECUTION)),
        )
        found = ((part, self._people(who), waiting) for part, who, waiting in needed)
        return tuple(
            Staffed(part=part, there=sum(map(self._is_there, people)), total=len(people), waiting=waiting)
            for part, people, waiting in found
            if people
        )

    def _people(self, who: tuple[str, ...]) -> tuple[str, ...]:
        return () if self.register.gaps(who, self.at) else self.register.members(who)

    def _is_there(self, person: str) -> bool:
        return person not in self.register.busy and self.register.delegate_of(person, self.at) is None

    def _waiting(self, status: Status, tier: str | None = None) -> int:
        return sum(
            count
            for (stands, belongs), count in self.waiting.items()
            if stands is status and tier in (None, belongs)
        )


def needed(policy: Policy) -> tuple[str, ...]:
    """Everybody whom a request of any tier may need, as groups and people."""
    tiers = (who for tier in policy.tiers for who in tier.authorizers)
    return tuple(dict.fromkeys((*policy.validators.who, *tiers, *policy.execution.who)))
