"""HTML put together so that all of it is escaped unless it was made here; it knows no request."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

# Control characters are no text, and marks that turn the direction of text could make it say something else.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")


class Markup(str):
    """HTML that is safe as it stands; any other text is escaped where it is put in."""

    __slots__ = ()


def text(value: object) -> Markup:
    """The value as text, letter by letter."""
    if isinstance(value, Markup):
        return value
    shown = _TURNING.sub("\u25cc", _CONTROL.sub("\ufffd", str(value)))
    return Markup(html.escape(shown, quote=True))


def tag(name: str, *inside: object, **attributes: str) -> Markup:
    """An element; an attribute's name ends in `_` where Python has the word for itself."""
    given = "".join(f' {key.rstrip("_")}="{html.escape(value)}"' for key, value in attributes.items())
    return Markup(f"<{name}{given}>{joined(inside)}</{name}>")


def joined(parts: Iterable[object], between: str = "") -> Markup:
    """Parts one after another."""
    return Markup(between.join(text(part) for part in parts))


def typed(said: str) -> Markup:
    """What a person typed, whole, with its line ends, in the direction of its own letters."""
    return tag("blockquote", said, dir="auto")


def code(value: str) -> Markup:
    """A fingerprint, an id or an address, which may be broken anywhere."""
    return tag("code", value)


def pairs(rows: Iterable[tuple[str, object]]) -> Markup:
    """Names and values, a line for each; those without a value are left out."""
    shown = [
        tag("tr", tag("th", name, scope="row"), tag("td", value))
        for name, value in rows
        if value not in ("", None)
    ]
    return tag("table", tag("tbody", *shown), class_="pairs") if shown else Markup("")


def table(heads: Iterable[str], rows: Iterable[Iterable[object]], kind: str = "rows") -> Markup:
    """A table whose head stands on each page again."""
    head = tag("thead", tag("tr", *(tag("th", one, scope="col") for one in heads)))
    body = tag("tbody", *(tag("tr", *(tag("td", cell) for cell in row)) for row in rows))
    return tag("table", head, body, class_=kind)


def section(title: str, *inside: object) -> Markup:
    """A part of the page under its title; nothing where nothing is in it."""
    body = joined(inside)
    return tag("section", tag("h2", title), body) if body else Markup("")


def document(title: str, style: str, *inside: object) -> Markup:
    """The whole page: it runs nothing, and loads nothing from anywhere."""
    policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    head = Markup(
        '<meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{html.escape(policy)}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        '<meta name="referrer" content="no-referrer">'
    )
    made = tag(
        "html",
        tag("head", head, tag("title", title), Markup(f"<style>{style}</style>")),
        tag("body", *inside),
        lang="en",
    )
    return Markup(f"<!doctype html>\n{made}\n")
