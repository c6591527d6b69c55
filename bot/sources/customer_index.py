"""The customers by name and id, in memory, for search as one types; it asks its source only on `refresh`."""

from __future__ import annotations

import asyncio
import heapq
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from bot.sources.limits import within_limits
from bot.sources.protocol import Customer, Source
from models.folding import SPELT_OUT, fold, words

#: Follows every text that begins with a prefix, in the order of code points.
_END = chr(0x10FFFF)


class _Table:
    """The customers in the order of their names, and the lists that a search looks into; never changed."""

    def __init__(self, customers: Sequence[Customer]) -> None:
        unique = {customer.id: customer for customer in reversed(customers)}
        folded = sorted(((fold(c.name), c.id, c) for c in unique.values()), key=lambda item: item[:2])
        self.by_id = unique
        self.customers = [customer for _, _, customer in folded]
        self.names = [name for name, _, _ in folded]
        self.words = [self._words_of(name, customer) for name, _, customer in folded]
        pairs = sorted((word, row) for row, found in enumerate(self.words) for word in found)
        self.sorted_words = [word for word, _ in pairs]
        self.word_rows = [row for _, row in pairs]
        # One long text is searched faster than many short ones; each customer is a line of it.
        self.text, self.starts = "", []
        lines, position = [], 0
        for name, _, customer in folded:
            line = f"{name}\t{fold(customer.id)}\n"
            self.starts.append(position)
            lines.append(line)
            position += len(line)
        self.text = "".join(lines)

    @staticmethod
    def _words_of(name: str, customer: Customer) -> frozenset[str]:
        found = {*words(name), *words(fold(customer.id))}
        if not customer.name.isascii():
            composed = unicodedata.normalize("NFC", customer.name).casefold()
            found.update(words(fold(composed.translate(SPELT_OUT))))
        return frozenset(found)

    def rows(self, text: str, limit: int) -> Iterator[int]:
        """The rows that match, the best first; a row may come more than once."""
        query = " ".join(fold(text).split())
        if not query:
            yield from range(len(self.customers))
            return
        exact = self.by_id.get(text.strip())
        if exact is not None:
            yield bisect_left(self.names, fold(exact.name)) + self._offset(exact)
        yield from range(bisect_left(self.names, query), bisect_right(self.names, query + _END))
        yield from self._rows_by_words(words(query), limit)
        at = self.text.find(query)
        while at >= 0:
            row = bisect_right(self.starts, at) - 1
            yield row
            # The rest of this customer's line is passed over: once found is enough.
            after = self.starts[row + 1] if row + 1 < len(self.starts) else len(self.text)
            at = self.text.find(query, after)

    def _offset(self, customer: Customer) -> int:
        """How far a customer stands behind the first one of the same name."""
        start = bisect_left(self.names, fold(customer.name))
        return next(n for n, other in enumerate(self.customers[start:]) if other.id == customer.id)

    def _rows_by_words(self, query: list[str], limit: int) -> Iterator[int]:
        """The rows in which each word of the query begins a word, in the order of names."""
        if not query:
            return
        ranges = [
            (bisect_left(self.sorted_words, word), bisect_right(self.sorted_words, word + _END))
            for word in query
        ]
        low, high = min(ranges, key=lambda found: found[1] - found[0])
        found = self.word_rows[low:high]
        if len(query) == 1:
            # A customer stands at most a few times in the range: twice the limit and more is enough to fill it.
            yield from heapq.nsmallest(limit * 4, found)
            return
        for row in sorted(set(found)):
            if all(any(word.startswith(part) for word in self.words[row]) for part in query):
                yield row


class CustomerIndex:
    """The customers of one source; searching waits for nothing, and is in step with the last refresh."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._table = _Table(())

    def __len__(self) -> int:
        return len(self._table.customers)

    async def refresh(self) -> None:
        """Read all customers anew. Raises SourceUnavailableError, and then the customers stay as they were."""
        customers = await within_limits(self._source, self._source.customers)
        self._table = await asyncio.to_thread(_Table, customers)

    def get(self, customer_id: str) -> Customer | None:
        """The customer of that id, if there is one."""
        return self._table.by_id.get(customer_id)

    def search(self, text: str, limit: int = 20) -> tuple[Customer, ...]:
        """At most `limit` customers whose name or id has the text, accents and capitals apart.

        The id itself comes first, then names that begin with the text, then those in which each of its words
        begins a word, then those that have it anywhere; among equals in the order of names. No text: the first.
        """
        table, found = self._table, dict[int, None]()
        for row in table.rows(text, limit):
            found[row] = None
            if len(found) >= limit:
                break
        return tuple(table.customers[row] for row in found)
