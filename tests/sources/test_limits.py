"""A source is asked within its time limit, and again where it failed for a moment."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.sources.limits import within_limits
from bot.sources.protocol import SourceUnavailableError, UnknownCustomerError
from models.policy_sources import Retries
from tests.sources.answering import within
from tests.sources.files import LiveSource


class Counted:
    """Fails with each error in turn, and then answers."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)
        self.tries = 0

    async def __call__(self) -> str:
        self.tries += 1
        if self.errors:
            raise self.errors.pop(0)
        return "there"


AT_ONCE = Retries(count=2, pause=timedelta(0))


async def test_a_source_that_fails_twice_is_asked_a_third_time() -> None:
    ask = Counted(SourceUnavailableError("first"), SourceUnavailableError("second"))
    assert await within(5, within_limits(LiveSource(retries=AT_ONCE), ask)) == "there"
    assert ask.tries == 3


async def test_the_last_fault_is_told() -> None:
    ask = Counted(*(SourceUnavailableError(word) for word in ("first", "second", "third", "fourth")))
    with pytest.raises(SourceUnavailableError, match="third"):
        await within(5, within_limits(LiveSource(retries=AT_ONCE), ask))


@pytest.mark.parametrize(
    "error", [SourceUnavailableError("wrong password", is_lasting=True), UnknownCustomerError("nobody")]
)
async def test_what_would_be_told_again_is_not_asked_again(error: Exception) -> None:
    ask = Counted(error)
    with pytest.raises(type(error)):
        await within(5, within_limits(LiveSource(retries=AT_ONCE), ask))
    assert ask.tries == 1


async def test_pauses_count_against_the_time_limit_and_the_fault_is_told() -> None:
    source = LiveSource(
        time_limit=timedelta(milliseconds=50), retries=Retries(count=5, pause=timedelta(hours=1))
    )
    with pytest.raises(SourceUnavailableError, match="closed"):
        await within(5, within_limits(source, Counted(SourceUnavailableError("closed"))))


async def test_a_try_that_hangs_counts_against_the_time_limit() -> None:
    source = LiveSource(time_limit=timedelta(milliseconds=50), retries=AT_ONCE, answers=asyncio.Event())
    with pytest.raises(SourceUnavailableError, match="Live records did not answer within"):
        await within(5, within_limits(source, source.customers))
