"""Sources for tests: CSV files written on the spot, and sources that fail in the ways that sources do."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from pydantic import JsonValue

from bot.sources.csv_source import CsvSource
from bot.sources.protocol import Customer
from models.policy_sources import CsvFile, Freshness, Retries


def csv_source(folder: Path, content: str | bytes, **changed: object) -> CsvSource:
    """A source of a file with this content; it has the columns `id` and `name` unless the policy says else."""
    (folder / "crm.csv").write_bytes(content if isinstance(content, bytes) else content.encode())
    policy = {"name": "crm", "title": "CRM", "kind": "csv", "path": "crm.csv", "key": "id", "label": "name"}
    return CsvSource(CsvFile.model_validate(policy | changed), folder)


@dataclass(kw_only=True)
class LiveSource:
    """A source in memory that fails with an error, or answers only once it is let to."""

    name: str = "live"
    title: str = "Live records"
    time_limit: timedelta = timedelta(seconds=30)
    retries: Retries = field(default_factory=lambda: Retries(count=0))
    freshness: Freshness | None = None
    error: Exception | None = None
    answers: asyncio.Event | None = None
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    found: Sequence[Customer] = ()

    async def read(self, customer_id: str) -> Mapping[str, JsonValue]:
        """The customer's id alone."""
        await self._answer()
        return {"id": customer_id}

    async def customers(self) -> Sequence[Customer]:
        """The customers that the test gave."""
        await self._answer()
        return self.found

    async def _answer(self) -> None:
        self.asked.set()
        if self.answers is not None:
            await self.answers.wait()
        if self.error is not None:
            raise self.error
