"""What every source of customer data can do, and how it says that it cannot; it knows no kind of source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from pydantic import JsonValue

from models.policy_sources import Freshness, Retries


class SourceUnavailableError(Exception):
    """The source cannot be read now; the message is the sentence that a person reads.

    `is_lasting` says that asking again at once would be told the same, such as a password that is wrong.
    """

    def __init__(self, sentence: str, *, is_lasting: bool = False) -> None:
        super().__init__(sentence)
        self.is_lasting = is_lasting


class UnknownCustomerError(Exception):
    """The source was read and has no such customer; the message is the sentence that a person reads."""


@dataclass(frozen=True, kw_only=True)
class Customer:
    """A customer as they are searched: the source's id, the name, and a short line such as `Retail · Spain`."""

    id: str
    name: str
    detail: str = ""


class Source(Protocol):
    """A place that knows customers: a file, a database, a service or Salesforce, by the same two questions.

    Both may take their time and are given no more than `time_limit`; both raise SourceUnavailableError when the
    source cannot be read. An implementation holds no lock and blocks no event loop.
    """

    @property
    def name(self) -> str:
        """The source's name in the policy."""

    @property
    def title(self) -> str:
        """The source's name as a person reads it."""

    @property
    def time_limit(self) -> timedelta:
        """The longest that one reading may take, all tries together."""

    @property
    def retries(self) -> Retries:
        """How often it is asked again at once where it failed."""

    @property
    def freshness(self) -> Freshness | None:
        """How old its data may be, where the policy says so."""

    async def read(self, customer_id: str) -> Mapping[str, JsonValue]:
        """All that the source holds on the customer; UnknownCustomerError where it does not know them."""

    async def customers(self) -> Sequence[Customer]:
        """Every customer of the source, in its own order; asked only of the one that is searched."""
