"""What a policy may keep and its owner should know: each warning one sentence; it judges only a valid policy."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from models.notation import duration_text
from models.policy import Policy
from models.policy_check import Fault

#: A rate older than this is worth a look.
RATE_IS_OLD_AFTER = timedelta(days=180)


def warnings_of(policy: Policy, today: date | None = None) -> tuple[Fault, ...]:
    """Every warning; those on the age of rates only when `today` (in the policy's time zone) is given."""
    found = [
        *_shared_channels(policy),
        *_both_stages(policy),
        *_slow_expedition(policy),
        *_unused_hours(policy),
    ]
    if today is not None:
        found += _rates_of_another_day(policy, today)
    return tuple(found)


def _warning(key: str, sentence: str) -> Fault:
    return Fault(key=key, sentence=sentence, is_warning=True)


def _shared_channels(policy: Policy) -> Iterator[Fault]:
    first: dict[str, str] = {}
    for n, tier in enumerate(policy.tiers):
        earlier = first.setdefault(tier.channel, tier.title)
        if earlier != tier.title:
            yield _warning(
                f"tiers[{n}].channel",
                f"{tier.title} and {earlier} share {tier.channel}: their requests will stand mixed in it.",
            )


def _both_stages(policy: Policy) -> Iterator[Fault]:
    """Approval Logic: the first approver is of the operational team, the second of management."""
    for n, tier in enumerate(policy.tiers):
        for who in tier.authorizers:
            if who in policy.validators.who:
                yield _warning(
                    f"tiers[{n}].authorizers",
                    f"{who} both validates and authorises for {tier.title}: it takes two of them for each "
                    "request, and neither approval comes from another team.",
                )


def _slow_expedition(policy: Policy) -> Iterator[Fault]:
    shortest = min(tier.decision_time for tier in policy.tiers)
    if policy.expedited.decision_time >= shortest:
        yield _warning(
            "expedited.decision_time",
            f"The expedited path takes {duration_text(policy.expedited.decision_time)} and the fastest tier "
            f"{duration_text(shortest)}: expediting would gain nothing.",
        )


def _unused_hours(policy: Policy) -> Iterator[Fault]:
    """A decision time at or under what counts as near escalates as soon as the request is filed."""
    near = policy.escalations.deadline_near.remaining
    for n, tier in enumerate(policy.tiers):
        if tier.decision_time <= near:
            yield _warning(
                f"tiers[{n}].decision_time",
                f"{duration_text(tier.decision_time)} is no more than the {duration_text(near)} at which a deadline "
                f"is near: each request of {tier.title} escalates as soon as it is filed.",
            )


def _rates_of_another_day(policy: Policy, today: date) -> Iterator[Fault]:
    """The newest rate of each currency is in force today and not old."""
    newest = {rate.currency: n for n, rate in sorted(enumerate(policy.rates), key=lambda item: item[1].on)}
    for currency, n in newest.items():
        age = today - policy.rates[n].on
        if age > RATE_IS_OLD_AFTER:
            yield _warning(
                f"rates[{n}].on",
                f"The newest rate of {currency} is {age.days} days old; add a row with today's.",
            )
        elif all(rate.on > today for rate in policy.rates if rate.currency == currency):
            yield _warning(
                f"rates[{n}].on",
                f"{currency} has no rate before {min(r.on for r in policy.rates if r.currency == currency)}; "
                "until then that one is used.",
            )
