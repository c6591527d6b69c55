"""Readiness as sentences: a check told with mentions in Slack, or in plain text on a terminal; it judges nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, tzinfo
from functools import partial

from bot.views import values
from bot.views.readiness_nouns import HOLDS, LOSS, ROLES
from bot.views.readiness_words import FOUND, WHO_CAN
from bot.views.text import Names, channel, cut, cut_escaped, joined, when, who
from bot.views.undelivered import plain_fault
from models.checks import Can, Check, Fact, Moment, What
from models.policy import Policy
from models.readiness.naming import ROLE
from models.roles import auditors

#: The longest fact that is told, in characters as they are sent; another program's error may be of any length.
FACT_LIMIT = 600
#: How many groups, people and roles a sentence names.
NAMED = 6


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a check found, what to do, and who can."""

    says: str
    do: str = ""
    can: str = ""


@dataclass(frozen=True, kw_only=True)
class Teller:
    """How things are told: `name` a group or person, `place` a channel, `time` a time, `plain` others' own words."""

    policy: Policy | None
    name: Callable[[str], str]
    place: Callable[[str], str]
    plain: Callable[[str], str]
    time: Callable[[Moment], str]
    is_marked_up: bool
    #: Those whom the policy names and who are not there: they can mend nothing.
    nobody: frozenset[str] = frozenset()

    def tell(self, check: Check) -> Told:
        """The check in sentences."""
        facts = {key: self._fact(key, fact) for key, fact in check.facts.items()}
        kept = check.facts.get("fault")
        if isinstance(kept, str) and plain_fault(kept) != kept:
            facts["fault"] = plain_fault(kept)
        facts["loss"] = LOSS.get(check.subject, "")
        facts["meant"] = f" (did you mean {facts['near']}?)" if facts.get("near") else ""
        facts["because"] = f": {facts['why']}" if facts.get("why") else ""
        says, do = FOUND[check.what]
        can = self._who_can(check.can)
        told = (says, do, can if do else "")
        said, todo, able = (self._formatted(text, facts) for text in told)
        return Told(says=said, do=todo, can=able)

    def _formatted(self, text: str, facts: Mapping[str, str]) -> str:
        known = {"backup": "", "why": "", "policy": "the policy", **facts}
        filled = text.format_map(known)
        return filled if self.is_marked_up else filled.replace("`", "").replace("*", "")

    def _who_can(self, can: Can) -> str:
        """Who can mend it, of those who are there; whoever runs the bot where none of them is."""
        named = self._able(can)
        there = [self.name(one) for one in named if one not in self.nobody]
        able = Can.OPERATORS if named and not there else can
        return WHO_CAN[able].format(who=joined(there, "and") or "see the policy")

    def _able(self, can: Can) -> tuple[str, ...]:
        if self.policy is None:
            return ()
        match can:
            case Can.ADMINISTRATORS:
                return self.policy.administrators
            case Can.OWNER:
                return (self.policy.owner,)
            case Can.AUDITORS:
                return auditors(self.policy)
            case _:
                return ()

    def _fact(self, key: str, fact: Fact) -> str:
        if isinstance(fact, Moment):
            return self.time(fact)
        if isinstance(fact, str):
            if key == "hold":
                return HOLDS.get(fact, fact)
            return self.place(fact) if key == "channel" else self.plain(fact)
        shown = [self._role(one) if one.startswith(ROLE) else self.name(one) for one in dict.fromkeys(fact)]
        if len(shown) > NAMED:
            shown = [*shown[:NAMED], f"{len(shown) - NAMED} more"]
        return joined(shown, "and")

    def _role(self, key: str) -> str:
        kind, _, rest = key.removeprefix(ROLE).partition(":")
        if kind in ROLES:
            return ROLES[kind]
        return self.plain(self._titled(kind, rest))

    def _titled(self, kind: str, rest: str) -> str:
        policy = self.policy
        match kind:
            case "tier" | "delegates":
                tiers = {tier.name: tier.title for tier in policy.tiers} if policy is not None else {}
                named = "the first approval" if rest == "validators" else f"the tier {tiers.get(rest, rest)}"
                return named if kind == "tier" else f"standing in for {named}"
            case "contact":
                found = policy.contacts.get(rest) if policy is not None else None
                return f"the contact {found.title if found is not None else rest}"
            case "hold":
                return HOLDS.get(rest, rest)
            case _:
                return f"owning {rest}"


#: What is found of a name that is nobody's.
_NOBODYS = (What.GROUP_MISSING, What.PERSON_UNKNOWN, What.PERSON_GONE)


def _nobody(checks: Iterable[Check]) -> frozenset[str]:
    return frozenset(check.subject for check in checks if check.what in _NOBODYS)


def in_slack(policy: Policy | None, names: Names, checks: Iterable[Check] = ()) -> Teller:
    """For messages and modals (mrkdwn): groups and people are mentions, channels links."""
    return Teller(
        policy=policy,
        name=lambda named: who(named, names),
        place=lambda named: channel(named, names),
        plain=partial(cut_escaped, limit=FACT_LIMIT),
        time=partial(_in_each_zone, zone=_zone(policy)),
        is_marked_up=True,
        nobody=_nobody(checks),
    )


def on_terminal(policy: Policy | None, people: Mapping[str, str], checks: Iterable[Check] = ()) -> Teller:
    """For a terminal: people by their names and ids, times in the policy's zone."""
    return Teller(
        policy=policy,
        name=lambda named: f"{people[named]} ({named})" if named in people else named,
        place=str,
        plain=partial(cut, limit=FACT_LIMIT),
        time=partial(_in_zone, zone=_zone(policy)),
        is_marked_up=False,
        nobody=_nobody(checks),
    )


def _zone(policy: Policy | None) -> tzinfo:
    """The policy's: a day of its own is none of the reader's."""
    return policy.calendar.zone if policy is not None else UTC


def _in_each_zone(moment: Moment, zone: tzinfo) -> str:
    if moment.is_day:
        return values.day(moment.at.astimezone(zone).date())
    # Slack writes “Today” for a day that is near, which no sentence of ours goes on with: so the date itself.
    return when(moment.at, "{date_short} at {time}")


def _in_zone(moment: Moment, zone: tzinfo) -> str:
    at = moment.at.astimezone(zone)
    return values.day(at.date()) if moment.is_day else f"{at:%Y-%m-%d %H:%M %Z}"


def by_item(checks: tuple[Check, ...]) -> Iterator[tuple[Check, ...]]:
    """The checks of each item together, in their order."""
    items = dict.fromkeys(check.item for check in checks)
    for item in items:
        yield tuple(check for check in checks if check.item is item)
