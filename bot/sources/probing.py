"""Probing: each source of the policy really asked, all at once and within its time limit; it keeps nothing.

Blueprint, Policy Checklist: all required data sources are accessible and current.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from functools import partial

from bot.clock import Clock
from bot.sources.configured import OpenedSource
from bot.sources.freshness import check_freshness
from bot.sources.limits import within_limits
from bot.sources.protocol import Customer, SourceUnavailableError, UnknownCustomerError
from models.readiness.condition import SourceProbed

log = logging.getLogger(__name__)
#: How many customers a source is asked about until it knows one: not every source knows everybody.
TRIED = 3


async def probe(sources: Sequence[OpenedSource], searched: str, clock: Clock) -> tuple[SourceProbed, ...]:
    """What came of asking each source, in their order; `searched` is the one that customers are searched in."""
    customers: Sequence[Customer] = ()
    fault = ""
    begun = clock.now()
    found = next(source for source in sources if source.name == searched)
    try:
        customers = await within_limits(found, found.customers)
    except SourceUnavailableError as error:
        fault = str(error)
    except Exception:
        log.exception("source %s failed", found.name)
        fault = _failed(found)
    first = [customer.id for customer in customers[:TRIED]]
    probed = await asyncio.gather(*(_probed(source, first, clock) for source in sources))
    took = clock.now() - begun
    return tuple(
        SourceProbed(
            title=one.title,
            took=took,
            fault=fault or one.fault,
            customers=len(customers),
            is_dated=one.is_dated,
        )
        if source is found
        else one
        for source, one in zip(sources, probed, strict=True)
    )


async def _probed(source: OpenedSource, customers: Sequence[str], clock: Clock) -> SourceProbed:
    begun, fault = clock.now(), ""
    try:
        await _ask(source, customers, clock)
    except SourceUnavailableError as error:
        fault = str(error)
    except Exception:
        log.exception("source %s failed", source.name)
        fault = _failed(source)
    is_dated = source.freshness is not None
    return SourceProbed(title=source.title, took=clock.now() - begun, fault=fault, is_dated=is_dated)


async def _ask(source: OpenedSource, customers: Sequence[str], clock: Clock) -> None:
    """One customer's data, and that they are as current as the policy asks; a source that knows none has answered."""
    for customer in customers or ("readiness",):
        try:
            payload = await within_limits(source, partial(source.read, customer))
        except UnknownCustomerError:
            continue
        check_freshness(source, payload, clock.now())
        return


def _failed(source: OpenedSource) -> str:
    """A source is other people's code: whatever it raised is in the log."""
    return f"{source.title} failed while it was read; its administrator finds the reason in the log."
