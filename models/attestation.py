"""Attestations: that somebody has read the criteria and understood them, and whether that still holds; pure.

Blueprint, Policy Checklist: the team is trained on decision criteria and process.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from models.policy import Policy
from models.policy_diff import Difference, differences

#: The parts of a policy that say who decides what and by which rules.
CRITERIA = ("tiers", "validators", "holds", "single_approval", "training.points")
#: What may be called or placed otherwise without anybody having to decide otherwise.
IMMATERIAL = ("title", "channel", "action")


@dataclass(frozen=True, kw_only=True)
class Attestation:
    """Somebody has read a version of the policy and says that they understood it; `at` is aware UTC."""

    number: int
    by: str
    at: datetime
    version: str


class Training(StrEnum):
    """How somebody stands with the training."""

    ATTESTED = "attested"
    NEVER = "never"
    #: The time for which it holds is over.
    EXPIRED = "expired"
    #: The criteria are others than those that were attested to.
    CHANGED = "changed"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Somebody's training now, by their last attestation, which holds `until` that time at the longest.

    `changes` are the criteria that are others now.
    """

    training: Training
    last: Attestation | None = None
    until: datetime | None = None
    changes: tuple[Difference, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether they count as trained."""
        return self.training is Training.ATTESTED


def standing(
    last: Attestation | None, policy: Policy, policy_of: Callable[[str], Policy], at: datetime
) -> Standing:
    """How somebody stands at a moment (aware UTC), by their last attestation and the policy in force.

    `policy_of` gives the policy of a version on record, or raises LookupError: nobody knows then what was attested
    to, so it is due again.
    """
    if last is None:
        return Standing(training=Training.NEVER)
    until = last.at + policy.training.valid_for
    if at >= until:
        return Standing(training=Training.EXPIRED, last=last, until=until)
    if policy.training.renew_on_change:
        try:
            changes = criteria_changed(policy_of(last.version), policy)
        except LookupError:
            return Standing(training=Training.CHANGED, last=last, until=until)
        if changes:
            return Standing(training=Training.CHANGED, last=last, until=until, changes=changes)
    return Standing(training=Training.ATTESTED, last=last, until=until)


def criteria_changed(was: Policy, now: Policy) -> tuple[Difference, ...]:
    """What of the criteria the two policies say differently."""
    if was is now:
        return ()
    return tuple(one for one in differences(was, now) if _is_material(one.key))


def _is_material(key: str) -> bool:
    if key.rpartition(".")[2] in IMMATERIAL:
        return False
    return any(key == part or key.startswith((f"{part}.", f"{part}[")) for part in CRITERIA)
