"""The acts about changes of the policy, as small frozen values; what they cause stands in `policy_changing`."""

from __future__ import annotations

from dataclasses import dataclass

from models.policy import Policy


@dataclass(frozen=True, kw_only=True)
class ProposePolicyChange:
    """An administrator proposes another policy in place of the version `base`; with no draft, none was written yet."""

    base: str
    draft: Policy | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class ApprovePolicyChange:
    """Another administrator puts a proposal in force, and says why."""

    change: int
    words: str


@dataclass(frozen=True, kw_only=True)
class RejectPolicyChange:
    """Another administrator rejects a proposal, and says why."""

    change: int
    words: str


@dataclass(frozen=True, kw_only=True)
class WithdrawPolicyChange:
    """Whoever proposed it takes it back."""

    change: int


@dataclass(frozen=True, kw_only=True)
class TellOfPolicy:
    """The system tells the owner and the administrators that another policy is in force.

    `position` is the place, in the workspace's own chain, of the event that recorded it.
    """

    position: int


OnPolicyChange = (
    ProposePolicyChange | ApprovePolicyChange | RejectPolicyChange | WithdrawPolicyChange | TellOfPolicy
)
