"""What an alert says of an exception, read into the filing form; what fits in no field keeps its words."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from bot.sources.customer_index import CustomerIndex
from bot.views import words
from models.folding import fold
from models.holds import MissingItem
from models.lifecycle.returning import RETURNABLE
from models.money import Money, parse_amount, parse_number
from models.policy import Policy, Standard
from models.refusals import Fault, Field
from models.request import Criticality, Customer, Filing, Reason

T = TypeVar("T", bound=StrEnum)
#: How Slack writes the id of somebody.
MEMBER = re.compile("[UW][A-Z0-9]{2,30}")
#: How much is kept of words that fit in no field, in characters.
KEPT = 300
#: How many keys that the form does not have are named.
NAMED = 20
#: A number has no more digits before its point than this: it is a slip, or meant to do harm.
MAX_DIGITS = 15
#: The keys of `data` that a field of the form has: all but files, which an alert cannot bring.
KEYS = tuple(name for name in RETURNABLE if name is not Field.EVIDENCE)

_KNOWN = frozenset(str(name) for name in KEYS)


@dataclass(frozen=True, kw_only=True)
class ReadAlert:
    """The form as far as it goes, with stand-ins where nothing fits; `unread` says where, and what was said there."""

    filing: Filing
    unread: tuple[MissingItem, ...]


def read_filing(said: Mapping[str, object], policy: Policy, customers: CustomerIndex) -> ReadAlert:
    """The form that an alert fills in; nothing is refused here, for what is wrong is returned to the sponsor."""
    reading = _Reading(said)
    standard = reading.standard(policy)
    takes_number = standard is None or standard.value is not None
    requested = reading.number(Field.REQUESTED, standard.unit if standard else "") if takes_number else None
    currency = reading.currency(policy)
    amount = reading.number(Field.VALUE, currency)
    if amount is None:
        reading.miss(Field.VALUE)
    filing = Filing(
        standard=standard.reference if standard else "",
        customer=reading.customer(customers),
        reason=reading.one_of(Field.REASON, words.REASONS) or Reason.UNIQUE,
        rationale=reading.text(Field.RATIONALE),
        impact=reading.text(Field.IMPACT),
        criticality=reading.one_of(Field.CRITICALITY, words.CRITICALITY) or Criticality.LOW,
        value=Money(amount=amount if amount is not None else Decimal(0), currency=currency),
        requested=requested,
        requested_words="" if takes_number else reading.asked_in_words(),
        deviation=reading.number(Field.DEVIATION, "%") if standard and standard.is_scored_by_hand else None,
        dependencies=reading.text(Field.DEPENDENCIES),
        needed_by=reading.day(),
        beneficiary=reading.colleague(),
    )
    return ReadAlert(filing=filing, unread=reading.items())


def unknown_keys(said: Mapping[str, object]) -> tuple[str, ...]:
    """The keys that no field of the form has."""
    return tuple(key for key in said if key not in _KNOWN)


def in_words(said: object) -> str:
    """What was said, as text: a text as it is, anything else as JSON."""
    if isinstance(said, str):
        return said.strip()
    if isinstance(said, Decimal):
        return str(said)
    return "" if said is None else json.dumps(said, ensure_ascii=False, default=str)


class _Reading:
    """The keys of an alert, and what was wrong with those that were read so far."""

    def __init__(self, said: Mapping[str, object]) -> None:
        self.said = said
        self.unread: dict[Field, MissingItem] = {}

    def text(self, name: Field) -> str:
        return in_words(self.said.get(str(name)))

    def miss(self, name: Field, fault: Fault = Fault.MISSING) -> None:
        """Note that nothing that fits stands there, with what does."""
        given = self.text(name)[:KEPT]
        self.unread.setdefault(name, MissingItem(field=str(name), words=given, fault=str(fault)))

    def number(self, name: Field, unit: str) -> Decimal | None:
        """The number, with or without its unit; exact, as it was written."""
        given = self.said.get(str(name))
        if isinstance(given, Decimal):
            number: Decimal | None = given if given.is_finite() and given.adjusted() < MAX_DIGITS else None
            exponent = given.as_tuple().exponent
            if number is not None and (not isinstance(exponent, int) or exponent < -MAX_DIGITS):
                number = None
        else:
            text = self.text(name)
            if not text:
                return None
            folded, ending = text.casefold(), unit.casefold()
            if ending and folded.endswith(ending):
                text = text[: -len(unit)]
            elif ending and folded.startswith(ending):
                text = text[len(unit) :]
            number = parse_amount(text) if name is Field.VALUE else parse_number(text)
        if number is None:
            self.miss(name, Fault.NOT_A_NUMBER)
        return number

    def standard(self, policy: Policy) -> Standard | None:
        """The standard, by its reference or its title."""
        given = fold(self.text(Field.STANDARD))
        found = [one for one in policy.standards if given in (fold(one.reference), fold(one.title))]
        if len(found) == 1:
            return found[0]
        self.miss(Field.STANDARD, Fault.UNKNOWN_STANDARD if given else Fault.MISSING)
        return None

    def currency(self, policy: Policy) -> str:
        """The currency, the policy's own where none is named."""
        given = self.text(Field.CURRENCY).upper() or policy.currency
        if given in policy.currencies():
            return given
        self.miss(Field.CURRENCY, Fault.UNKNOWN_CURRENCY)
        return policy.currency

    def customer(self, customers: CustomerIndex) -> Customer:
        """The customer, by the id that the source has, or by a name that only one has."""
        given = self.text(Field.CUSTOMER)
        found = customers.get(given) if given else None
        if found is None and given:
            named = [one for one in customers.search(given) if fold(one.name) == fold(given)]
            found = named[0] if len(named) == 1 else None
        if found is None:
            self.miss(Field.CUSTOMER)
            return Customer(id="", name="")
        return Customer(id=found.id, name=found.name)

    def one_of(self, name: Field, titles: Mapping[T, str]) -> T | None:
        """One of a list, by its name or its title."""
        given = fold(self.text(name))
        for one, title in titles.items():
            if given in (fold(one), fold(title)):
                return one
        self.miss(name)
        return None

    def colleague(self) -> str | None:
        """The beneficiary, by their member id; that there is such a person is not asked here."""
        given = self.text(Field.BENEFICIARY)
        if given and not MEMBER.fullmatch(given):
            self.miss(Field.BENEFICIARY, Fault.NOT_A_COLLEAGUE)
            return None
        return given or None

    def asked_in_words(self) -> str:
        return self.text(Field.REQUESTED_WORDS) or self.text(Field.REQUESTED)

    def day(self) -> date | None:
        given = self.text(Field.NEEDED_BY)
        if not given:
            return None
        try:
            return date.fromisoformat(given[:10])
        except ValueError:
            self.miss(Field.NEEDED_BY, Fault.NOT_A_DATE)
            return None

    def items(self) -> tuple[MissingItem, ...]:
        """What could not be read, and what no field is there for."""
        items = tuple(self.unread.values())
        besides = "; ".join(
            f"{key}: {in_words(self.said[key])[:80]}" for key in unknown_keys(self.said)[:NAMED]
        )
        if not besides:
            return items
        return (*items, MissingItem(field="", words=besides[:KEPT], fault=str(Fault.NOT_WANTED)))
