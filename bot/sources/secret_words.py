"""Secrets of the environment, so that none is repeated; it keeps them in memory and writes them nowhere."""

from __future__ import annotations

import html
import json
from urllib.parse import quote, quote_plus, unquote

#: What stands in a secret's place.
HIDDEN = "…"
#: Shorter words are part of too many others to be found again.
_SHORTEST = 4
#: In data, a shorter word may well be one that the customer's record has for itself.
_SHORTEST_IN_DATA = 8


class SecretWords:
    """The secrets that a source was given; `hide` takes them, in every usual spelling, out of a text."""

    def __init__(self) -> None:
        self._known: set[str] = set()

    def add(self, secret: str) -> None:
        """Keep a secret, to be hidden from now on."""
        for word in (secret, secret.strip(), unquote(secret)):
            spelt = (
                word,
                quote(word, safe=""),
                quote(word),
                quote_plus(word),
                html.escape(word),
                html.escape(word, quote=False),
                json.dumps(word)[1:-1],
            )
            self._known.update(spelling for spelling in spelt if len(spelling) >= _SHORTEST)

    def hide(self, text: str) -> str:
        """A text that is told or logged, without the secrets."""
        return self._without(text, _SHORTEST)

    def hide_in_data(self, text: str) -> str:
        """A text that a source gave, without the secrets; a word too short to be one stays as it is."""
        return self._without(text, _SHORTEST_IN_DATA)

    def _without(self, text: str, shortest: int) -> str:
        for word in sorted(self._known, key=len, reverse=True):
            if len(word) >= shortest:
                text = text.replace(word, HIDDEN)
        return text
