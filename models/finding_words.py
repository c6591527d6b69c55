"""What people type after `list` and `search`, read into what is looked for; forgiving, and it asks nobody."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from models.finding import Standing, Wanted, Whose
from models.folding import fold
from models.folding import words as folded_words
from models.policy import Policy
from models.search_text import all_words

#: The most words that are looked for, and how long each may be.
MOST_WORDS, LONGEST = 10, 40
#: The longest reference that a standard has (`models.policy_standard`).
LONGEST_REFERENCE = 60
#: Other ways to say where a request stands.
_ALSO = {
    "decision": Standing.VALIDATION,
    "validate": Standing.VALIDATION,
    "authorize": Standing.AUTHORIZATION,
    "authorise": Standing.AUTHORIZATION,
    "authorisation": Standing.AUTHORIZATION,
    "execute": Standing.EXECUTION,
    "done": Standing.CLOSED,
    "cancelled": Standing.WITHDRAWN,
    "canceled": Standing.WITHDRAWN,
}
_SOMEBODY = re.compile(r"<@([UW][A-Z0-9]{2,20})(?:\|[^>]*)?>|([UW][A-Z0-9]{7,20})")
_NUMBER = re.compile(r"\bex (\d+)\b")
_QUOTED = re.compile(r'(\w+:)?["“„](.*?)["”“]|(\S+)')


@dataclass(frozen=True, kw_only=True)
class Read:
    """What was understood, and the words that were not."""

    wanted: Wanted
    unknown: tuple[str, ...] = ()


def read_wanted(typed: str, policy: Policy, person: str, whose: Whose, *, is_search: bool = False) -> Read:
    """What is meant by words such as `open tier:manager overdue`; in a search any other word is looked for.

    `whose` is whose requests it starts from where nothing says otherwise: naming a filter means all that one may see.
    """
    wanted, unknown, words = Wanted(), [], []
    said_whose: Whose | None = None
    for term in _terms(typed):
        name, colon, value = term.partition(":")
        name = fold(name)
        if not colon and name in list(Whose):
            said_whose = Whose(name)
            continue
        read = _NAMED.get(name) if colon else _ALONE.get(name) if not is_search or name == "overdue" else None
        changed = read(wanted, value, policy, person) if read is not None and (value or not colon) else None
        if changed is not None:
            wanted = changed
        elif is_search:
            words.append(term)
        else:
            unknown.append(term)
    wanted = replace(wanted, words=looked_for(" ".join(words)))
    asked_for_nothing = wanted == Wanted()
    return Read(
        wanted=replace(wanted, whose=said_whose or (whose if asked_for_nothing else Whose.ALL)),
        unknown=tuple(unknown),
    )


def looked_for(text: str) -> tuple[str, ...]:
    """The words of a text, as they are looked for; a request's number is one word, however it is typed."""
    found = _NUMBER.sub(r"ex\1", " ".join(folded_words(fold(text)))).split()
    return tuple(dict.fromkeys(word[:LONGEST] for word in found))[:MOST_WORDS]


def _terms(typed: str) -> list[str]:
    """The terms of a line; what stands in quotation marks is one."""
    return [
        f"{name}{quoted}" if quoted else other
        for name, quoted, other in _QUOTED.findall(typed)
        if quoted or other
    ]


Reading = Callable[[Wanted, str, Policy, str], Wanted | None]


def _standing(wanted: Wanted, value: str, policy: Policy, person: str) -> Wanted | None:
    said = fold(value)
    known = Standing(said) if said in list(Standing) else _ALSO.get(said)
    if said == "overdue":
        return replace(wanted, is_overdue=True)
    return replace(wanted, standing=known) if known is not None else None


def _tier(wanted: Wanted, value: str, policy: Policy, person: str) -> Wanted | None:
    said = "".join(all_words(value))
    for tier in policy.tiers:
        if said in ("".join(all_words(tier.name)), "".join(all_words(tier.title))):
            return replace(wanted, tier=tier.name)
    return None


def _standard(wanted: Wanted, value: str, policy: Policy, person: str) -> Wanted | None:
    if len(value) > LONGEST_REFERENCE:
        return None
    known = (one.reference for one in policy.standards if fold(one.reference) == fold(value))
    # A standard that the policy has no more may still have requests.
    return replace(wanted, standard=next(known, value.upper()))


def _customer(wanted: Wanted, value: str, policy: Policy, person: str) -> Wanted | None:
    words = looked_for(value)
    return replace(wanted, customer=words) if words else None


def _by(wanted: Wanted, value: str, policy: Policy, person: str) -> Wanted | None:
    if fold(value) == "me":
        return replace(wanted, by=person)
    found = _SOMEBODY.fullmatch(value)
    return replace(wanted, by=found[1] or found[2]) if found else None


def _since(wanted: Wanted, value: str, policy: Policy, person: str) -> Wanted | None:
    day = read_day(value)
    return replace(wanted, since=day) if day is not None else None


def read_day(value: str) -> date | None:
    """The day, or the first one of the month or year, of that name."""
    parts = [*value.split("-"), "01", "01"][:3]
    try:
        return date.fromisoformat("-".join(part.zfill(2) for part in parts))
    except ValueError:
        return None


def _alone(wanted: Wanted, value: str, policy: Policy, person: str) -> Wanted:
    return replace(wanted, is_overdue=True)


def _of(standing: Standing) -> Reading:
    def read(wanted: Wanted, value: str, policy: Policy, person: str) -> Wanted:
        return replace(wanted, standing=standing)

    return read


_NAMED: dict[str, Reading] = {
    "status": _standing,
    "tier": _tier,
    "standard": _standard,
    "customer": _customer,
    "by": _by,
    "from": _by,
    "since": _since,
}
_ALONE: dict[str, Reading] = {
    "overdue": _alone,
    "late": _alone,
    **{standing.value: _of(standing) for standing in Standing},
    **{name: _of(standing) for name, standing in _ALSO.items()},
}
