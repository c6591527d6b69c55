"""What a policy may keep and its owner should know: each warning one sentence; it judges only a valid policy."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from models.business_time import BusinessTime, limit_text
from models.calendar import due_after
from models.notation import duration_text
from models.policy import Policy
from models.policy_check import Fault
from models.single_approval_warnings import single_approval_warnings
from models.validity_warnings import validity_warnings

#: A rate older than this is worth a look.
RATE_IS_OLD_AFTER = timedelta(days=180)

# Any week serves; limits that begin in it are compared with each other.
_ORDINARY_WEEK = tuple(datetime(2026, 6, 1, tzinfo=UTC) + timedelta(hours=n) for n in range(0, 7 * 24, 2))


def warnings_of(policy: Policy, today: date | None = None) -> tuple[Fault, ...]:
    """Every warning; those on the age of rates only when `today` (in the policy's time zone) is given."""
    found = [
        *_shared_channels(policy),
        *_both_stages(policy),
        *_slow_expedition(policy),
        *_unused_hours(policy),
        *_alone_above_all(policy),
        *_people_as_teams(policy),
        *single_approval_warnings(policy),
        *validity_warnings(policy),
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
    """Urgent: the expedited path is sooner than the fastest tier, whenever in a week a request is filed."""
    expedited = _waits(policy, policy.expedited.decision_time)
    waits = {tier.decision_time: _waits(policy, tier.decision_time) for tier in policy.tiers}
    fastest = min(waits, key=lambda limit: sum(waits[limit], timedelta(0)))
    if all(sooner >= other for sooner, other in zip(expedited, waits[fastest], strict=True)):
        yield _warning(
            "expedited.decision_time",
            f"The expedited path takes {limit_text(policy.expedited.decision_time)} and the fastest tier "
            f"{limit_text(fastest)}: expediting would gain nothing.",
        )


def _alone_above_all(policy: Policy) -> Iterator[Fault]:
    """Over authority: whoever releases a value does not release it for themselves."""
    named = policy.escalations.over_authority.contact
    if named is not None and not policy.contacts[named].backup:
        yield _warning(
            f"contacts.{named}.backup",
            f"{policy.contacts[named].title} has no backup: a value above every tier's authority in a request of "
            "their own could be released by nobody.",
        )


def _people_as_teams(policy: Policy) -> Iterator[Fault]:
    """Reports tell requests apart by groups; a person would be a team of one."""
    for n, who in enumerate(policy.teams):
        if not who.startswith("@"):
            yield _warning(f"teams[{n}]", f"{who} is a person: requests are told apart by user groups.")


def _unused_hours(policy: Policy) -> Iterator[Fault]:
    """A decision time at or under what counts as near escalates as soon as the request is filed."""
    near = policy.escalations.deadline_near.remaining
    for n, tier in enumerate(policy.tiers):
        waits = _waits(policy, tier.decision_time)
        if min(waits) <= near:
            which = "each" if max(waits) <= near else "now and then a"
            yield _warning(
                f"tiers[{n}].decision_time",
                f"{limit_text(tier.decision_time)} {'is' if which == 'each' else 'can be'} no more than the "
                f"{duration_text(near)} at which a deadline is near: {which} request of {tier.title} escalates as "
                "soon as it is filed.",
            )


def _waits(policy: Policy, limit: timedelta | BusinessTime) -> list[timedelta]:
    """How much time passes within a limit that begins at each of the hours of a week without holidays."""
    if isinstance(limit, timedelta):
        return [limit] * len(_ORDINARY_WEEK)
    calendar = policy.calendar.model_copy(update={"holidays": (), "public_holidays": None})
    return [due_after(calendar, limit, at) - at for at in _ORDINARY_WEEK]


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
