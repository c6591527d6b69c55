"""Exporting shown: the form that asks what is taken out, and the message that brings a file of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from bot.views import actions, blocks, inputs, words
from bot.views.export_words import FORMATS, WITHIN, events, what, what_short
from bot.views.text import Block, Message
from bot.views.uploads import Upload
from models.oversight.exporting import Format
from models.policy import Policy
from models.refusals import Field

#: What the form asks for first (value of the choice).
OF_PERIOD, OF_REQUEST = "period", "request"
#: Where a request's number is missing; the field has another question in another form.
REQUEST_MISSING = "Write the number of the request, like EX-1042."


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the form holds, or begins with."""

    is_of_request: bool = False
    request: str = ""
    first: date | None = None
    last: date | None = None
    format: Format | None = None


def export_form(asked: Asked, policy: Policy) -> dict[str, Any]:
    """The form: a period or one request, and what it is written as."""
    intro = (
        "*Take the record out.* It comes to you as a file in a direct message, "
        "and that you took it out is on record."
    )
    scopes = [
        inputs.option("A period", OF_PERIOD, "All that was recorded on some days"),
        inputs.option("One request", OF_REQUEST, "Its whole story, from the first event on"),
    ]
    return inputs.modal(
        actions.EXPORT,
        "Export",
        [
            blocks.section(intro),
            inputs.entry(
                Field.SCOPE,
                "What",
                inputs.radio(scopes, initial=scopes[asked.is_of_request]),
                is_watched=True,
            ),
            *(_of_request(asked) if asked.is_of_request else _of_period(asked, policy)),
            inputs.entry(Field.FORMAT, "Format", _formats(asked)),
        ],
        submit="Export",
    )


def _of_period(asked: Asked, policy: Policy) -> list[Block]:
    zone = policy.calendar.time_zone
    return [
        inputs.entry(Field.FIRST_DAY, "First day", inputs.day("From the start of the day", asked.first)),
        inputs.entry(
            Field.LAST_DAY,
            "Last day",
            inputs.day("To the end of the day", asked.last),
            hint=f"Days of {zone}. A last day to come is taken as today.",
        ),
    ]


def _of_request(asked: Asked) -> list[Block]:
    number = inputs.text(placeholder="EX-1042", initial=asked.request)
    return [inputs.entry(Field.REQUEST, "Request", number)]


def _formats(asked: Asked) -> dict[str, Any]:
    offered = {one: inputs.option(FORMATS[one], one.value, WITHIN[one]) for one in Format}
    begins = asked.format or (Format.PACKET if asked.is_of_request else Format.CSV)
    return inputs.radio(offered.values(), initial=offered[begins])


def under_way(number: int) -> str:
    """What is said where a packet was asked for by a button (mrkdwn)."""
    return (
        f"{words.DONE} The decision packet of EX-{number} comes to you as a direct message in a moment: a page to read "
        "and print, and the JSON that proves it. That you took it out is on record."
    )


def export_message(
    changed: Mapping[str, Any], name: str, content: bytes, *, is_proof: bool = False
) -> Message:
    """The file, with what it is of and its own fingerprint beside it; `changed` is the export's event."""
    of, kind = what(changed), Format(str(changed["format"]))
    counted = events(int(changed["events"]))
    mark = f"SHA-256 `{sha256(content).hexdigest()}`"
    if kind is not Format.PACKET:
        said = f"The record of {of} as {FORMATS[kind]}, {counted}. It is on record that you took it out."
    elif is_proof:
        said = (
            f"The packet of {of} as JSON. `python app.py audit verify {name}` checks it, on any machine and without "
            "the database."
        )
    else:
        said = (
            f"The decision packet of {of}, {counted}: a page to read and print. "
            "It is on record that you took it out."
        )
    text = f"{said}\n{mark}"
    title = f"{'Decision packet' if kind is Format.PACKET else 'Record'}, {what_short(changed)}"
    return Message(text=text, blocks=[], document=Upload(name=name, content=content, title=title))
