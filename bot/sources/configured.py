"""What the sources of all kinds have in common: their part of the policy, their secrets, and how they say no."""

from __future__ import annotations

import logging
import traceback
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Generic, Protocol, TypeVar

from pydantic import JsonValue

from bot.sources.json_values import as_json
from bot.sources.protocol import Customer, Source, SourceUnavailableError, UnknownCustomerError
from bot.sources.secret_words import SecretWords
from models.policy_sources import Freshness, Retries, SourcePart

log = logging.getLogger(__name__)

#: What stands between the columns of a customer's detail.
SEPARATOR = " · "

AnyPart = TypeVar("AnyPart", bound=SourcePart)


class OpenedSource(Source, Protocol):
    """A source that can say before it is read whether all is there that it needs."""

    checked_key: str

    def check(self) -> None:
        """Raises SourceUnavailableError where something is missing; asks nothing over the network."""


class ConfiguredSource(Generic[AnyPart]):
    """A source as the policy describes it."""

    #: The key of the policy that a fault found by `check` is told at.
    checked_key = "name"

    def __init__(self, policy: AnyPart) -> None:
        self._policy: AnyPart = policy

    @property
    def name(self) -> str:
        """The source's name in the policy."""
        return self._policy.name

    @property
    def title(self) -> str:
        """The source's name as a person reads it."""
        return self._policy.title

    @property
    def time_limit(self) -> timedelta:
        """The longest that one reading may take, all tries together."""
        return self._policy.time_limit

    @property
    def retries(self) -> Retries:
        """How often it is asked again at once where it failed."""
        return self._policy.retries

    @property
    def freshness(self) -> Freshness | None:
        """How old its data may be, where the policy says so."""
        return self._policy.freshness


class RemoteSource(ConfiguredSource[AnyPart], ABC):
    """A source outside of this machine: what comes of it has no secret in it, neither answers nor faults."""

    def __init__(self, policy: AnyPart, environment: Mapping[str, str]) -> None:
        super().__init__(policy)
        self._environment = environment
        self._secrets = SecretWords()

    async def read(self, customer_id: str) -> Mapping[str, JsonValue]:
        """All that is kept on the customer, as JSON."""
        try:
            found = await self._read(customer_id)
            return {name: as_json(value, self._secrets.hide_in_data) for name, value in found.items()}
        except (SourceUnavailableError, UnknownCustomerError, TimeoutError):
            raise
        except Exception as error:  # noqa: BLE001 (told in the log, and raised as a sentence)
            raise self._broken(error) from None

    async def customers(self) -> Sequence[Customer]:
        """Every customer of the source, in its own order."""
        try:
            return await self._customers()
        except (SourceUnavailableError, TimeoutError):
            raise
        except Exception as error:  # noqa: BLE001 (told in the log, and raised as a sentence)
            raise self._broken(error) from None

    @abstractmethod
    async def _read(self, customer_id: str) -> Mapping[str, object]:
        """All that the place itself says of the customer."""

    @abstractmethod
    async def _customers(self) -> Sequence[Customer]:
        """Every customer, as the place itself lists them."""

    def _secret(self, variable: str) -> str:
        """The value of an environment variable, hidden from now on wherever it would be repeated."""
        value = self._environment.get(variable, "")
        if not value:
            raise self._unavailable(
                f"{variable} is not set; set it in the environment or in .env", lasts=True
            )
        self._secrets.add(value)
        return value

    def _unavailable(self, why: str, *, lasts: bool = False) -> SourceUnavailableError:
        return SourceUnavailableError(
            f"{self.title} could not be read from {self._policy.place}: {why}.", is_lasting=lasts
        )

    def _unknown(self, customer_id: str) -> UnknownCustomerError:
        return UnknownCustomerError(f'{self.title} has no customer "{customer_id}".')

    def _told(self, error: BaseException) -> None:
        """The driver's or the library's own words go to the log, without the secrets."""
        log.warning("source %s: %s", self.name, self._secrets.hide(f"{type(error).__name__}: {error}"))

    def _broken(self, error: Exception) -> SourceUnavailableError:
        """A fault that nobody foresaw: where it came from is in the log, without the secrets."""
        trace = "".join(traceback.format_exception(error))
        log.error("source %s failed: %s", self.name, self._secrets.hide(trace))
        return SourceUnavailableError(
            f"{self.title} failed while it was read; its administrator finds the reason in the log."
        )

    def _customer(self, row: Mapping[str, object], key: str, label: str, detail: Sequence[str]) -> Customer:
        """A customer as they are searched, of a row that has the columns."""
        texts = {name: _one_text(row[name]) for name in (key, label, *detail)}
        return Customer(
            id=texts[key],
            name=self._secrets.hide_in_data(texts[label] or texts[key]),
            detail=self._secrets.hide_in_data(
                SEPARATOR.join(text for name in detail if (text := texts[name]))
            ),
        )


def _one_text(value: object) -> str:
    """A value as one line of text; nothing is an empty one."""
    found = as_json(value, str)
    return "" if found is None else " ".join(str(found).split())
