"""Reading all sources at once for one request; what cannot be read becomes a sentence, never an exception."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from bot.sources.csv_source import CsvSource
from bot.sources.protocol import Source, SourceUnavailableError, UnknownCustomerError
from models.notation import duration_text
from models.policy import Policy
from models.policy_check import Fault
from models.snapshot import Snapshot

log = logging.getLogger(__name__)


def open_sources(policy: Policy, folder: Path) -> tuple[CsvSource, ...]:
    """The policy's sources, in its order; paths start at `folder`, where the policy file is. Reads nothing yet."""
    return tuple(CsvSource(source, folder) for source in policy.sources)


def unreadable(policy: Policy, folder: Path) -> tuple[Fault, ...]:
    """A warning for each source that cannot be read now (Policy Checklist: all data sources are accessible)."""
    found = []
    for n, source in enumerate(open_sources(policy, folder)):
        try:
            source.check()
        except SourceUnavailableError as error:
            found.append(Fault(key=f"sources[{n}].path", sentence=str(error), is_warning=True))
    return tuple(found)


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
        async with asyncio.timeout(source.time_limit.total_seconds()):
            payload = await source.read(customer_id)
        return Snapshot.of(source.name, source.title, now(), payload)
    except (SourceUnavailableError, UnknownCustomerError) as error:
        fault = str(error)
    except TimeoutError:
        fault = f"{source.title} did not answer within {duration_text(source.time_limit)}."
    except Exception:
        # A source is other people's code. Whatever it raises is kept in the log for them, and the request goes on
        # to its hold instead of being lost here.
        log.exception("source %s failed", source.name)
        fault = f"{source.title} failed while it was read; its administrator finds the reason in the log."
    return Snapshot.unavailable(source.name, source.title, now(), fault)
