"""Folding: texts as they are compared, without accents and capitals, and the words of them; pure."""

from __future__ import annotations

import re
import unicodedata


class _Letters(dict[int, int | str | None]):
    """How each letter is compared, found out once: what only marks another letter or a direction is dropped."""

    def __missing__(self, code: int) -> int | None:
        kept = None if unicodedata.category(chr(code)) in ("Mn", "Cf") else code
        self[code] = kept
        return kept


#: Letters that no decomposition takes apart, as people type them on another keyboard.
_RESPELT: dict[str, int | str | None] = {
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "æ": "ae",
    "œ": "oe",
    "ı": "i",
    "'": None,
    "’": None,
}
_LETTERS = _Letters(str.maketrans(_RESPELT))
_WORD = re.compile(r"[^\W_]+")
#: Umlauts are also typed as two letters: `Mueller` finds Müller.
SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa"})


def fold(text: str) -> str:
    """A text as it is compared: without accents, capitals, apostrophes, marks of direction or full width."""
    return unicodedata.normalize("NFKD", text.casefold()).translate(_LETTERS)


def words(folded: str) -> list[str]:
    """The words of a folded text; all that is no letter and no digit parts them."""
    return _WORD.findall(folded)
