"""The words of exports: what was taken out, and what is wrong with what was asked for; it builds no block."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.views.values import day
from models.oversight.exporting import MOST_EVENTS, Format
from models.refusals import Fault

#: What each format is called.
FORMATS = {
    Format.CSV: "CSV",
    Format.JSON_LINES: "JSON Lines",
    Format.PACKET: "Decision packet",
}
#: The same inside a sentence.
AS = {
    Format.CSV: "as CSV",
    Format.JSON_LINES: "as JSON Lines",
    Format.PACKET: "as a decision packet",
}
#: What is in it, in a line.
WITHIN = {
    Format.CSV: "For a spreadsheet: every event, and the requests they are about",
    Format.JSON_LINES: "For programs: every event as recorded, with its hash",
    Format.PACKET: "Of one request: a page to print, and JSON that proves itself",
}
#: What is wrong with a field of the form, in plain text.
FAULTS: Mapping[Fault, str] = {
    Fault.NO_SUCH_REQUEST: "There is no request of that number. Write it like EX-1042.",
    Fault.OF_ONE_REQUEST: "A decision packet is of one request. For a period, choose CSV or JSON Lines.",
    Fault.NOTHING_THERE: "Nothing was recorded on these days, so there is nothing to export. Choose other days.",
    Fault.TOO_MUCH: (
        f"More than {MOST_EVENTS:,} events were recorded on these days: too many for one file here. Choose fewer "
        "days, or have an administrator run `python app.py audit export`, which takes any number."
    ),
}


def what(changed: Mapping[str, Any]) -> str:
    """What an export was of, in plain text: `EX-1042`, `3 Nov 2026`, `1 Nov 2026 to 30 Nov 2026`."""
    if changed.get("request") is not None:
        return f"EX-{changed['request']}"
    first, last = (day(date.fromisoformat(str(changed[key]))) for key in ("first", "last"))
    return first if first == last else f"{first} to {last}"


def what_short(changed: Mapping[str, Any]) -> str:
    """The same where there is little room: `EX-1042`, `3 Nov 2026`, `1–30 Nov 2026`, `1 Oct–30 Nov 2026`."""
    if changed.get("request") is not None:
        return f"EX-{changed['request']}"
    first, last = (date.fromisoformat(str(changed[key])) for key in ("first", "last"))
    if first == last:
        return day(last)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last)}"
    return f"{first.day} {first:%b}–{day(last)}" if first.year == last.year else f"{day(first)}–{day(last)}"


def events(count: int) -> str:
    """`1 event`, `1,204 events`."""
    return "1 event" if count == 1 else f"{count:,} events"
