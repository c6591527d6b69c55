"""What a policy's parts must hold together, each broken rule one sentence; it reads no file and changes nothing.

The rules look at the policy as it was written (mappings from a file) or as it was read (`models.policy`), and
pass over what is missing or malformed: that is told of beside them, so that one run names all that is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import time
from decimal import Decimal

from models.agreement_check import AGREEMENT_RULES
from models.compliance_check import COMPLIANCE_RULES
from models.delegates_check import DELEGATES_RULES
from models.escalation_check import ESCALATION_RULES
from models.faults import Fault as Fault
from models.faults import at, number, parts, words
from models.faults import meant as meant
from models.notation import exact_text
from models.notifications_check import NOTIFICATION_RULES
from models.oversight_check import OVERSIGHT_RULES
from models.public_holidays import REGION_PATTERN, is_known, parts_of
from models.source_check import SOURCE_RULES


def faults_in(policy: object) -> tuple[Fault, ...]:
    """Every rule that the policy's parts break together."""
    return tuple(fault for rule in RULES for fault in rule(policy))


def _bands(policy: object) -> Iterator[Fault]:
    """Threshold Logic: each deviation from 0 up belongs to exactly one tier."""
    tiers = parts(policy, "tiers")
    for n, tier in enumerate(tiers):
        low, high = number(tier, "at_least"), number(tier, "below")
        is_last = n == len(tiers) - 1
        if n == 0 and low is not None and low > 0:
            yield Fault(
                key="tiers[0].at_least",
                sentence=f"Deviations under {low} % have no tier; the first band starts at 0, so write 0.",
            )
        if not is_last and low is not None and high is not None and high <= low:
            yield Fault(
                key=f"tiers[{n}].below",
                sentence=f"The band from {low} to under {high} holds no number; write one above {low}.",
            )
        if is_last and at(tier, "below") is not None:
            yield Fault(
                key=f"tiers[{n}].below",
                sentence=f"Deviations of {high if high is not None else 'this'} % and more have no tier; "
                "the last band is open above, so remove this line.",
            )
        if not is_last:
            yield from _seam(n, low, high, at(tier, "below") is None, number(tiers[n + 1], "at_least"))


def _seam(
    n: int, low: Decimal | None, high: Decimal | None, open_above: bool, start: Decimal | None
) -> Iterator[Fault]:
    """Where the band `n` (from `low` to under `high`) ends, the next one starts."""
    if low is not None and start is not None and start <= low:
        yield Fault(
            key=f"tiers[{n + 1}].at_least",
            sentence=f"This band starts at {start}, and the one before it at {low}; write the tiers from the "
            "lowest band to the highest, each with its own start.",
        )
    elif open_above:
        end = f"below = {exact_text(start)}" if start is not None else "where it ends"
        yield Fault(key=f"tiers[{n}].below", sentence=f"Only the last band is open above; write {end}.")
    elif high is not None and start is not None and start != high:
        what = (
            f"Deviations from {start} to under {high} % have two tiers: the bands overlap"
            if start < high
            else f"Deviations from {high} to under {start} % have no tier: the bands leave a gap"
        )
        yield Fault(key=f"tiers[{n + 1}].at_least", sentence=f"{what}; write {exact_text(high)}.")


def _authority(policy: object) -> Iterator[Fault]:
    """A higher tier may decide at least as much as a lower one, so that there is a next level approver."""
    most: Decimal | None = Decimal(0)
    for n, tier in enumerate(parts(policy, "tiers")):
        written, limit = at(tier, "authority"), number(tier, "authority")
        if written is not None and limit is None:
            continue
        if limit is not None and (most is None or limit < most):
            if limit < 0:
                least = "remove this line" if most is None else f"write at least {exact_text(most)}"
                said = f"Authority cannot be negative, as {limit:,f} is; {least}."
                yield Fault(key=f"tiers[{n}].authority", sentence=said)
                continue
            below = "has no limit" if most is None else f"may decide {most:,f}"
            fix = "remove this line" if most is None else f"write at least {exact_text(most)}"
            yield Fault(
                key=f"tiers[{n}].authority",
                sentence=f"A lower tier {below} and this one only {limit:,f}; authority rises with the tiers, "
                f"so {fix}.",
            )
            continue
        most = limit


def _unique(section: str, key: str, noun: str) -> Callable[[object], Iterator[Fault]]:
    """A rule: no two parts of a section have the same word under a key, capitals or not."""

    def rule(policy: object) -> Iterator[Fault]:
        first: dict[str, int] = {}
        for n, part in enumerate(parts(policy, section)):
            word = at(part, key)
            if not isinstance(word, str):
                continue
            earlier = first.setdefault(word.casefold().strip(), n)
            if earlier != n:
                yield Fault(
                    key=f"{section}[{n}].{key}",
                    sentence=f'{section}[{earlier}] is already the {noun} "{word}"; write another {key}.',
                )

    return rule


def _contacts(policy: object) -> Iterator[Fault]:
    """Escalation Rules: who is escalated to is named among the contacts."""
    known, escalations = at(policy, "contacts"), at(policy, "escalations")
    if not isinstance(known, Mapping | None):
        return
    for rule in ("deadline_near", "deadline_breached", "complaint", "over_authority"):
        name = at(at(escalations, rule), "contact")
        if isinstance(name, str) and name not in (known or {}):
            yield Fault(
                key=f"escalations.{rule}.contact",
                sentence=f'There is no contact "{name}"; add [contacts.{name}] or name another: '
                + meant(name, words(known or {})),
            )


def _customers(policy: object) -> Iterator[Fault]:
    """The source that customers are searched in is there, and tells their names."""
    name = at(policy, "customers")
    sources = {
        found: (n, source)
        for n, source in enumerate(parts(policy, "sources"))
        if isinstance(found := at(source, "name"), str)
    }
    if not isinstance(name, str) or not sources:
        return
    if name not in sources:
        yield Fault(key="customers", sentence=f'There is no source "{name}"; ' + meant(name, words(sources)))
    elif at(sources[name][1], "kind") == "http":
        yield Fault(
            key="customers",
            sentence=f'"{name}" is a source of kind http, which knows one customer at a time; name a source of '
            'kind "csv", "sql" or "salesforce" to search in.',
        )
    elif not at(sources[name][1], "label"):
        yield Fault(
            key=f"sources[{sources[name][0]}].label",
            sentence='Customers are searched here; write the column that holds their names, such as label = "name".',
        )


def _rates(policy: object) -> Iterator[Fault]:
    """Each currency but the policy's own has rates, one for a day."""
    own = at(policy, "currency")
    first: dict[tuple[str, str], int] = {}
    for n, rate in enumerate(parts(policy, "rates")):
        currency, on = at(rate, "currency"), at(rate, "on")
        if not isinstance(currency, str):
            continue
        if currency == own:
            yield Fault(
                key=f"rates[{n}].currency",
                sentence=f"{currency} is the policy's own currency and needs no rate; remove this row.",
            )
        elif on is not None:
            earlier = first.setdefault((currency, str(on)), n)
            if earlier != n:
                yield Fault(
                    key=f"rates[{n}].on",
                    sentence=f"rates[{earlier}] already is the rate of {currency} on {on}; remove one of the two.",
                )


def _hours(policy: object) -> Iterator[Fault]:
    """A business day opens before it closes."""
    calendar = at(policy, "calendar")
    opens, closes = (_clock(at(calendar, key)) for key in ("opens", "closes"))
    # A day that closes at midnight, the end of it, closes after any time of it.
    if opens is not None and closes is not None and closes != time.min and opens >= closes:
        yield Fault(
            key="calendar.closes",
            sentence=f"The day closes at {closes}, which is not after it opens; write a time after {opens}.",
        )


def _public_holidays(policy: object) -> Iterator[Fault]:
    """The region whose public holidays are free days is one that the holidays are known of."""
    region = at(at(policy, "calendar"), "public_holidays")
    if not isinstance(region, str) or re.fullmatch(REGION_PATTERN, region) is None or is_known(region):
        return
    country = region.partition("-")[0]
    if is_known(country):
        sentence = f'"{region}" is not known; ' + meant(region, [country, *parts_of(country)])
    else:
        sentence = (
            f'The holidays of "{country}" are not known; write the ISO 3166 code of a country, such as "DE" or '
            '"DE-BE", or the days themselves under holidays.'
        )
    yield Fault(key="calendar.public_holidays", sentence=sentence)


def _clock(value: object) -> time | None:
    if isinstance(value, str):
        try:
            return time.fromisoformat(value)
        except ValueError:
            return None
    return value if isinstance(value, time) else None


#: Every rule; each is tested to be red when it is broken.
RULES: tuple[Callable[[object], Iterator[Fault]], ...] = (
    _bands,
    _authority,
    _unique("tiers", "name", "tier"),
    _contacts,
    _unique("sources", "name", "source"),
    _customers,
    _rates,
    _hours,
    _public_holidays,
    _unique("standards", "reference", "standard"),
    *ESCALATION_RULES,
    *DELEGATES_RULES,
    *SOURCE_RULES,
    *AGREEMENT_RULES,
    *COMPLIANCE_RULES,
    *OVERSIGHT_RULES,
    *NOTIFICATION_RULES,
)
