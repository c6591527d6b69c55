"""Reading all sources at once for one request; what cannot be read becomes a sentence, never an exception."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path

from bot.settings import read_environment
from bot.sources.configured import OpenedSource
from bot.sources.csv_source import CsvSource
from bot.sources.freshness import check_freshness
from bot.sources.limits import within_limits
from bot.sources.protocol import Source, SourceUnavailableError, UnknownCustomerError
from models.faults import Fault, meant
from models.policy import Policy
from models.policy_sources import CsvFile, Database, HttpService, Salesforce
from models.policy_sources import Source as SourcePolicy
from models.snapshot import Snapshot

log = logging.getLogger(__name__)


def open_sources(
    policy: Policy, folder: Path, environment: Mapping[str, str] | None = None
) -> tuple[OpenedSource, ...]:
    """The policy's sources, in its order. Reads nothing of them yet.

    Paths start at `folder`, where the policy file is. Secrets are looked up in `environment`; where none is given,
    in that of the process, then in `.env`.
    """
    given = environment
    if given is None and any(source.kind != "csv" for source in policy.sources):
        given = read_environment()
    return tuple(_opened(source, folder, given or {}) for source in policy.sources)


def _opened(source: SourcePolicy, folder: Path, environment: Mapping[str, str]) -> OpenedSource:
    # What a kind needs is imported with the first source of that kind: a policy of files starts without it.
    match source:
        case CsvFile():
            return CsvSource(source, folder)
        case Database():
            from bot.sources.sql_source import SqlSource

            return SqlSource(source, folder, environment)
        case HttpService():
            from bot.sources.http_source import HttpSource

            return HttpSource(source, environment)
        case Salesforce():
            from bot.sources.salesforce_source import SalesforceSource

            return SalesforceSource(source, environment)


def unreadable(
    policy: Policy, folder: Path, environment: Mapping[str, str] | None = None
) -> tuple[Fault, ...]:
    """A warning for each source that cannot be read (Policy Checklist: all data sources are accessible).

    Files are read; of the others it is looked at what the environment says. Nothing is asked over the network.
    A field that must agree and that a file does not have is told too: it would never be compared.
    """
    found = []
    for n, source in enumerate(open_sources(policy, folder, environment)):
        try:
            source.check()
        except SourceUnavailableError as error:
            found.append(
                Fault(key=f"sources[{n}].{source.checked_key}", sentence=str(error), is_warning=True)
            )
            continue
        if isinstance(source, CsvSource):
            found += _never_compared(policy, source)
    return tuple(found)


def _never_compared(policy: Policy, source: CsvSource) -> Iterator[Fault]:
    columns = source.columns()
    for n, agreement in enumerate(policy.agreements):
        for place, field in enumerate(agreement.fields):
            name, _, column = field.partition(".")
            if name == source.name and column not in columns:
                yield Fault(
                    key=f"agreements[{n}].fields[{place}]",
                    sentence=f'{source.path.name} has no column "{column}", so it is never compared; '
                    + meant(column, columns),
                    is_warning=True,
                )


async def gather(
    sources: Iterable[Source], customer_id: str, now: Callable[[], datetime]
) -> tuple[Snapshot, ...]:
    """A snapshot of each source, in their order; as slow as the slowest, and no slower than its time limit.

    `now` gives aware UTC and is asked once for each source, when it has answered. A source that fails, takes too
    long or does not know the customer gives an unavailable snapshot (Exception Handling: data unavailable).
    """
    return tuple(await asyncio.gather(*(_snapshot(source, customer_id, now) for source in sources)))


async def _snapshot(source: Source, customer_id: str, now: Callable[[], datetime]) -> Snapshot:
    try:
        payload = await within_limits(source, partial(source.read, customer_id))
        at = now()
        check_freshness(source, payload, at)
        return Snapshot.of(source.name, source.title, at, payload)
    except (SourceUnavailableError, UnknownCustomerError) as error:
        fault = str(error)
    except Exception:
        # A source is other people's code. Whatever it raises is kept in the log for them, and the request goes on
        # to its hold instead of being lost here.
        log.exception("source %s failed", source.name)
        fault = f"{source.title} failed while it was read; its administrator finds the reason in the log."
    return Snapshot.unavailable(source.name, source.title, now(), fault)
