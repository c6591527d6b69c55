"""What the owner of a policy should know where a single approval is switched on; it judges only a valid policy."""

from __future__ import annotations

from collections.abc import Iterator

from models.faults import Fault
from models.money import plain
from models.notation import exact_text
from models.policy import Policy


def single_approval_warnings(policy: Policy) -> Iterator[Fault]:
    """The policy's two sayings about it, and caps that reach above the lowest tier; none where it is off."""
    rule, lowest = policy.single_approval, policy.tiers[0]
    if not rule.enabled:
        return
    most = f"{policy.currency} {plain(rule.max_value)}"
    yield _warning(
        "enabled",
        "The FAQ allows a single approval for low impact, and the approval logic requires both: switched on, one "
        f"person approves alone up to {plain(rule.max_deviation)} % and {most}. Each waiver is listed for review.",
    )
    if lowest.below is not None and rule.max_deviation >= lowest.below:
        yield _warning(
            "max_deviation",
            f"{plain(rule.max_deviation)} % is above {lowest.title}, the lowest tier, which ends under "
            f"{plain(lowest.below)} %: nobody of a higher tier would see such a request. Write less than "
            f"{exact_text(lowest.below)}.",
        )
    if lowest.authority is not None and rule.max_value > lowest.authority:
        yield _warning(
            "max_value",
            f"{most} is above what {lowest.title}, the lowest tier, may decide: nobody of a higher tier would see such "
            f"a request. Write at most {exact_text(lowest.authority)}.",
        )


def _warning(key: str, sentence: str) -> Fault:
    return Fault(key=f"single_approval.{key}", sentence=sentence, is_warning=True)
