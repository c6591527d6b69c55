"""Values of the models read back from the plain JSON of recorded events; what acts they make is not known here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar

from pydantic import JsonValue, TypeAdapter

from models.holds import Hold, HoldClosed, MissingItem
from models.refusals import Field
from models.request import Decision, Ended, Evidence, Execution, Filing
from models.snapshot import Snapshot
from models.trigger import Trigger
from models.ways import Complaint, Documentation, Expedite, Extension

T = TypeVar("T")
#: What an event says has changed, as JSON.
Changed = Mapping[str, JsonValue]
_ADAPTERS: dict[Any, TypeAdapter[Any]] = {}


def value(kind: type[T], plain: JsonValue) -> T:
    """The value that `plain_json` wrote; ValueError where the JSON is none of its kind."""
    adapter = _ADAPTERS.get(kind)
    if adapter is None:
        adapter = _ADAPTERS[kind] = TypeAdapter(kind)
    found: T = adapter.validate_python(plain)
    return found


def filing(changed: Changed) -> Filing:
    """The form of a filing."""
    return value(Filing, changed["filing"])


def amended(was: Changed, amendment: Changed) -> dict[str, JsonValue]:
    """A form (as plain JSON) with what an amendment has changed and added."""
    now = dict(was)
    fields = amendment["fields"]
    if not isinstance(fields, dict):
        raise TypeError("the fields of an amendment are an object")
    for name, change in fields.items():
        if not isinstance(change, dict):
            raise TypeError("a change names what was and what is")
        match name:
            case Field.VALUE:
                now["value"] = {**_object(now["value"]), "amount": change["now"]}
            case Field.CURRENCY:
                now["value"] = {**_object(now["value"]), "currency": change["now"]}
            case Field.EVIDENCE:
                pass
            case _:
                now[name] = change["now"]
    now["evidence"] = [*_list(now["evidence"]), *_list(amendment["evidence"])]
    return now


def snapshot(changed: Changed, titles: Mapping[str, str]) -> Snapshot:
    """What a source said, or that it could not be read; `titles` are the sources', for an event that names none."""
    source = str(changed["source"])
    title = str(changed.get("title", titles.get(source, source)))
    taken_at = value(datetime, changed["taken_at"])
    if "payload" not in changed:
        return Snapshot.unavailable(source, title, taken_at, str(changed["fault"]))
    return Snapshot.of(source, title, taken_at, _object(changed["payload"]))


def decision(changed: Changed) -> Decision:
    """A decision."""
    return value(Decision, changed["decision"])


def execution(changed: Changed) -> Execution:
    """A try to carry it out."""
    return value(Execution, changed["execution"])


def ended(changed: Changed) -> Ended:
    """How it ended."""
    return value(Ended, changed["ended"])


def hold(changed: Changed) -> Hold:
    """A hold as it was opened."""
    return value(Hold, changed["hold"])


def closed(changed: Changed) -> HoldClosed:
    """How a hold was closed."""
    return value(HoldClosed, changed["closed"])


def documentation(changed: Changed) -> Documentation:
    """What was given in a source's place."""
    return value(Documentation, changed["documentation"])


def extension(changed: Changed) -> Extension:
    """By how much the time was lengthened."""
    return value(Extension, changed["extension"])


def expedite(changed: Changed) -> Expedite:
    """The urgent path, asked for or answered."""
    return value(Expedite, changed["expedite"])


def complaint(changed: Changed) -> Complaint:
    """A complaint, and what was found of it."""
    return value(Complaint, changed["complaint"])


def number(plain: JsonValue) -> Decimal:
    """An exact number."""
    return value(Decimal, plain)


def trigger(changed: Changed) -> Trigger | None:
    """What filed it in somebody's name, if anything did."""
    told = changed.get("trigger")
    return None if told is None else value(Trigger, told)


def unread(changed: Changed) -> tuple[MissingItem, ...]:
    """What was said at the filing that is in no field of the form."""
    told = changed.get("unread")
    return tuple(value(MissingItem, item) for item in _list(told)) if told else ()


def items(changed: Changed) -> tuple[MissingItem, ...]:
    """What is missing from a form."""
    return tuple(value(MissingItem, item) for item in _list(changed["items"]))


def evidence(plain: JsonValue) -> tuple[Evidence, ...]:
    """Files."""
    return tuple(value(Evidence, file) for file in _list(plain))


def _object(plain: JsonValue) -> dict[str, JsonValue]:
    if not isinstance(plain, dict):
        raise TypeError("an object is wanted")
    return plain


def _list(plain: JsonValue) -> list[JsonValue]:
    if not isinstance(plain, list):
        raise TypeError("a list is wanted")
    return plain
