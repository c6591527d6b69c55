"""A fault of the policy, and how a rule looks at what was written; the rules themselves are elsewhere."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from models.notation import parse_exact


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing that is wrong: where (`tiers[1].below`) and, in a sentence, what to write instead.

    A warning is a fault that the policy may keep.
    """

    key: str
    sentence: str
    is_warning: bool = False

    def __str__(self) -> str:
        return f"{self.key}: {self.sentence}" if self.key else self.sentence


def at(part: object, key: str) -> object:
    """What a part says under a key, whether it is a mapping or a model; None where it says nothing."""
    return part.get(key) if isinstance(part, Mapping) else getattr(part, key, None)


def parts(part: object, key: str) -> Sequence[object]:
    """The list under a key; empty where it is none."""
    found = at(part, key)
    return found if isinstance(found, list | tuple) else ()


def words(found: Iterable[object]) -> tuple[str, ...]:
    """The texts among what was found."""
    return tuple(word for word in found if isinstance(word, str))


def number(part: object, key: str) -> Decimal | None:
    """The exact number under a key, or None where it is missing or no number."""
    try:
        return parse_exact(at(part, key))
    except ValueError:
        return None


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that was probably meant; None where none is near."""
    return next(iter(difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.6)), None)


def meant(word: str, known: Iterable[str]) -> str:
    """The known word that was probably meant, as the end of a sentence; else the words that there are."""
    choices = sorted(known)
    close = nearest(word, choices)
    if close:
        return f'did you mean "{close}"?'
    return (
        "write one of " + ", ".join(f'"{choice}"' for choice in choices) + "."
        if choices
        else "there is none."
    )
