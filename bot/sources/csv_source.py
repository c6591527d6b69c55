"""Customers from a CSV file: UTF-8, a header, a row for each; read on a thread, and never written."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import JsonValue

from bot.sources.configured import SEPARATOR, ConfiguredSource
from bot.sources.protocol import Customer, SourceUnavailableError, UnknownCustomerError
from models.policy_sources import CsvFile

if TYPE_CHECKING:
    from _csv import Reader as CsvReader


class CsvSource(ConfiguredSource[CsvFile]):
    """One file, read afresh each time, so that an export that was replaced counts at once."""

    checked_key = "path"

    def __init__(self, policy: CsvFile, folder: Path) -> None:
        super().__init__(policy)
        self.path = folder / policy.path

    async def read(self, customer_id: str) -> Mapping[str, JsonValue]:
        """The customer's row: each column's text under its heading."""
        return await asyncio.to_thread(self._row, customer_id)

    async def customers(self) -> Sequence[Customer]:
        """Every customer of the file, in the order of its rows."""
        return await asyncio.to_thread(self._customers)

    def check(self) -> None:
        """Read the whole file; raises SourceUnavailableError when it is missing, malformed or lacks a column."""
        heading, rows = self._table()
        seen: dict[str, int] = {}
        for line, cells in rows:
            customer_id = cells[heading[self._policy.key]].strip()
            if not customer_id:
                raise self._unavailable(f'line {line} is empty in the column "{self._policy.key}"')
            if seen.setdefault(customer_id, line) != line:
                raise self._doubled(line, customer_id)

    def columns(self) -> tuple[str, ...]:
        """The headings of the file; raises SourceUnavailableError as `check` does."""
        heading, _ = self._table()
        return tuple(heading)

    def _row(self, customer_id: str) -> dict[str, JsonValue]:
        heading, rows = self._table()
        key = heading[self._policy.key]
        found: list[str] | None = None
        for line, cells in rows:
            if cells[key].strip() == customer_id:
                if found is not None:
                    raise self._doubled(line, customer_id)
                found = cells
        if found is None:
            raise UnknownCustomerError(f'{self.title} has no customer "{customer_id}".')
        return {column: found[place].strip() for column, place in heading.items()}

    def _customers(self) -> tuple[Customer, ...]:
        heading, rows = self._table()
        key, label = heading[self._policy.key], heading[self._policy.label or self._policy.key]
        detail = [heading[column] for column in self._policy.detail]
        return tuple(
            Customer(
                id=cells[key].strip(),
                name=cells[label].strip() or cells[key].strip(),
                detail=SEPARATOR.join(text for place in detail if (text := cells[place].strip())),
            )
            for _, cells in rows
            if cells[key].strip()
        )

    def _table(self) -> tuple[dict[str, int], Iterator[tuple[int, list[str]]]]:
        """Each column's place, and the rows, each with the number of the line that it ends on."""
        reader = csv.reader(io.StringIO(self._text(), newline=""), strict=True)
        try:
            columns = [column.strip() for column in next(reader, [])]
        except csv.Error as error:
            raise self._malformed(reader.line_num, error) from None
        self._check_heading(columns)
        return {column: place for place, column in enumerate(columns)}, self._rows(reader, len(columns))

    def _rows(self, reader: CsvReader, width: int) -> Iterator[tuple[int, list[str]]]:
        try:
            for cells in reader:
                if len(cells) == width:
                    yield reader.line_num, cells
                elif cells:
                    raise self._unavailable(
                        f"line {reader.line_num} has {len(cells)} columns, and the heading has {width}"
                    )
        except csv.Error as error:
            raise self._malformed(reader.line_num, error) from None

    def _check_heading(self, heading: Sequence[str]) -> None:
        if not heading:
            raise self._unavailable("it is empty; its first line must name the columns")
        doubled = next((column for n, column in enumerate(heading) if column in heading[:n]), None)
        if doubled is not None:
            raise self._unavailable(f'line 1 names the column "{doubled}" twice')
        for column in self._columns():
            if column not in heading:
                raise self._unavailable(f'line 1 has no column "{column}"')

    def _columns(self) -> tuple[str, ...]:
        """The columns that the policy names."""
        label = (self._policy.label,) if self._policy.label else ()
        dated = (self._policy.freshness.field,) if self._policy.freshness else ()
        return (self._policy.key, *label, *self._policy.detail, *self._policy.facts, *dated)

    def _text(self) -> str:
        try:
            return self.path.read_bytes().decode("utf-8-sig")
        except FileNotFoundError:
            raise self._unavailable("there is no such file") from None
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            raise self._unavailable(f"line {line} is no UTF-8") from None
        except OSError as error:
            raise self._unavailable(f"it cannot be opened ({error.strerror})") from None

    def _doubled(self, line: int, customer_id: str) -> SourceUnavailableError:
        return self._unavailable(f'line {line} has customer "{customer_id}" a second time')

    def _malformed(self, line: int, error: csv.Error) -> SourceUnavailableError:
        return self._unavailable(f"line {line} is no CSV ({error})")

    def _unavailable(self, why: str) -> SourceUnavailableError:
        return SourceUnavailableError(f"{self.title} could not be read from {self._policy.path}: {why}.")
