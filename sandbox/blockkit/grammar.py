"""The words in which the tables of rules are written; it judges nothing and names no block."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias

Fault: TypeAlias = tuple[str, str]
"""A pointer relative to the judged value, and the sentence about it."""

Agreement: TypeAlias = Callable[[Mapping[str, Any]], Iterator[Fault]]
"""A rule between fields of one object whose fields are already known to be of the right kinds."""


class Surface(StrEnum):
    """Where blocks are shown."""

    MESSAGE = "message"
    MODAL = "modal"
    HOME = "home"


EVERYWHERE = frozenset(Surface)


@dataclass(frozen=True, kw_only=True)
class Words:
    """A JSON string: lengths in characters, one of `among`, or of the form that `reads_as` names."""

    least: int = 0
    most: int | None = None
    among: tuple[str, ...] = ()
    reads_as: Callable[[str], bool] | None = None
    complaint: str = "must be a valid value"


@dataclass(frozen=True, kw_only=True)
class Flag:
    """A JSON boolean."""


@dataclass(frozen=True, kw_only=True)
class Number:
    """A JSON number between two bounds, both included unless `above` says otherwise."""

    least: float | None = None
    most: float | None = None
    above: float | None = None
    whole: bool = True


@dataclass(frozen=True, kw_only=True)
class Items:
    """A JSON array of things of one kind."""

    of: Kind
    least: int = 0
    most: int | None = None


@dataclass(frozen=True, kw_only=True)
class Part:
    """A JSON object of one of the named shapes; several shapes are told apart by their `type`.

    `text_most` narrows the length of a text object at this place.
    """

    shapes: tuple[str, ...]
    text_most: int | None = None


Kind: TypeAlias = Words | Flag | Number | Items | Part


@dataclass(frozen=True, kw_only=True)
class Shape:
    """What an object may hold. A shape without a `type` is known by its place alone."""

    name: str
    type: str | None = None
    required: Mapping[str, Kind] = field(default_factory=dict)
    optional: Mapping[str, Kind] = field(default_factory=dict)
    surfaces: frozenset[Surface] = EVERYWHERE
    agreements: tuple[Agreement, ...] = ()


def one_of(*shapes: str, text_most: int | None = None) -> Part:
    """A part of any of these shapes."""
    return Part(shapes=shapes, text_most=text_most)


def plain(most: int) -> Part:
    """A plain_text object of at most `most` characters."""
    return one_of("plain_text", text_most=most)


def any_text(most: int) -> Part:
    """A plain_text or mrkdwn object of at most `most` characters."""
    return one_of("plain_text", "mrkdwn", text_most=most)


def mrkdwn(most: int) -> Part:
    """A mrkdwn object of at most `most` characters."""
    return one_of("mrkdwn", text_most=most)


def several(of: Kind, least: int = 0, most: int | None = None) -> Items:
    """An array."""
    return Items(of=of, least=least, most=most)


def words(most: int | None = None, least: int = 0) -> Words:
    """A string of bounded length."""
    return Words(least=least, most=most)


FLAG = Flag()
ACTION_ID = words(255, 1)
BLOCK_ID = words(255, 1)
