"""The body of an alert: what is one at all, and what is wrong with what is none; it files nothing.

It has the shape that Standard Webhooks recommends: a type, a timestamp, and data.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, NoReturn

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

#: What an alert is called that does not say who sends it.
UNNAMED = "a system without a name"


class AlertType(StrEnum):
    """What an alert asks for."""

    EXCEPTION = "exception.requested"
    COMPLAINT = "complaint.received"


@dataclass(frozen=True, kw_only=True)
class AlertError:
    """What is wrong with one key, and how to mend it; `field` is empty for the whole body."""

    field: str
    message: str


class NotAnAlertError(ValueError):
    """The body is no alert that anything could be filed from."""

    def __init__(self, *errors: AlertError) -> None:
        super().__init__("; ".join(f"{error.field or 'body'}: {error.message}" for error in errors))
        self.errors = errors


@dataclass(frozen=True, kw_only=True)
class Alert:
    """What was said: the sponsor's user id, who sends it, and every other key of `data`."""

    type: AlertType
    sponsor: str
    source: str
    said: Mapping[str, object]
    #: Keys beside `type`, `timestamp` and `data`, which nothing is done with.
    ignored: tuple[str, ...] = ()


class _Data(BaseModel):
    model_config = ConfigDict(extra="allow")

    sponsor: Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[UW][A-Z0-9]{2,30}$")]
    source: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)] = UNNAMED


class _Body(BaseModel):
    model_config = ConfigDict(extra="allow")

    type: AlertType
    timestamp: str = ""
    data: _Data


#: How each key is mended.
_MEND = {
    "": "Write a JSON object with the keys type, timestamp and data.",
    "type": f'Write "{AlertType.EXCEPTION}" or "{AlertType.COMPLAINT}".',
    "timestamp": 'Write when it happened, such as "2026-11-30T09:00:00Z", or leave it out.',
    "data": "Write an object with what is asked; the README lists its keys.",
    "data.sponsor": (
        'Name the colleague in whose name it is filed by their Slack member id, such as "U024BE7LH" (in Slack: '
        "their profile, then Copy member ID)."
    ),
    "data.source": "Name the system that sends it, in 1 to 80 characters.",
}
#: So deep may what is said be nested: no key of an alert needs more, and reading it must have an end.
MAX_DEPTH = 20
#: Characters that stand in no text: controls except a tab and the end of a line, and halves of characters.
_NO_TEXT = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f\\ud800-\\udfff]")


def read_alert(body: bytes) -> Alert:
    """What a body says. NotAnAlertError names each key that is wrong, what is wrong, and how to mend it."""
    return alert_of(_read_json(body))


def alert_of(said: object) -> Alert:
    """The same of what was read already. NotAnAlertError."""
    try:
        made = _Body.model_validate(cleaned(said))
    except ValidationError as error:
        raise NotAnAlertError(*(_error(one["loc"], one["type"]) for one in error.errors())) from None
    return Alert(
        type=made.type,
        sponsor=made.data.sponsor,
        source=made.data.source,
        said=dict(made.data.model_extra or {}),
        ignored=tuple(made.model_extra or ()),
    )


def cleaned(said: object, depth: int = 0) -> object:
    """What was said, without the characters that no text has and no database takes. NotAnAlertError where too deep."""
    if depth > MAX_DEPTH:
        raise NotAnAlertError(AlertError(field="", message=f"It is nested too deep. {_MEND['']}"))
    if isinstance(said, str):
        return _NO_TEXT.sub("\N{REPLACEMENT CHARACTER}", said.replace("\r\n", "\n").replace("\r", "\n"))
    if isinstance(said, dict):
        return {str(cleaned(key)): cleaned(value, depth + 1) for key, value in said.items()}
    return [cleaned(one, depth + 1) for one in said] if isinstance(said, list) else said


def _read_json(body: bytes) -> Any:
    try:
        # An exact number stays exact, and one without end is no number.
        return json.loads(body.decode(), parse_float=Decimal, parse_int=Decimal, parse_constant=_no_number)
    except (ValueError, ArithmeticError, RecursionError):
        said = f"It cannot be read as JSON. {_MEND['']}"
        raise NotAnAlertError(AlertError(field="", message=said)) from None


def _no_number(text: str) -> NoReturn:
    raise ValueError(text)


def _error(place: tuple[int | str, ...], kind: str) -> AlertError:
    field = ".".join(str(part) for part in place)
    wrong = "It is missing." if kind == "missing" else "It is not right."
    return AlertError(field=field, message=f"{wrong} {_MEND.get(field, _MEND[''])}")
