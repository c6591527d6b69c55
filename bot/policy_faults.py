"""What is wrong with a policy's writing, as sentences: the model's own complaints in the words of the file."""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Iterator, Mapping
from datetime import date, time, timedelta
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from models.notation import (
    CHANNEL_PATTERN,
    CURRENCY_PATTERN,
    KEY_PATTERN,
    URL_PATTERN,
    WHO_PATTERN,
    duration_text,
)
from models.policy import RECORDED, Policy
from models.policy_check import Fault, faults_in, meant
from models.policy_sources import (
    ADDRESS_PATTERN,
    FIELD_PATTERN,
    HEADER_PATTERN,
    HOST_PATTERN,
    VARIABLE_PATTERN,
)
from models.policy_ways import SOURCE_FIELD_PATTERN
from models.public_holidays import REGION_PATTERN

_PATTERNS = {
    WHO_PATTERN: 'is neither a user group nor a user id; write a group like "@ops-managers" or an id like "U024BE7LH".',
    CHANNEL_PATTERN: 'is no channel; write it like "#operations", or its id like "C024BE91L".',
    CURRENCY_PATTERN: 'is no currency code; write three capitals, such as "EUR".',
    KEY_PATTERN: 'is no name; write small letters, digits and underscores, such as "team_lead".',
    SOURCE_FIELD_PATTERN: 'is no field of a source; write its source, a point and the field, such as "crm.segment".',
    REGION_PATTERN: 'is no country or part of one; write its ISO 3166 code, such as "DE" or "DE-BE".',
    ADDRESS_PATTERN: 'is no address; write one like "https://crm.example/customers", without a name or password.',
    FIELD_PATTERN: 'is no name in Salesforce; write one like "AccountNumber" or "Owner.Name".',
    HEADER_PATTERN: 'is no name of a header; write one like "Authorization".',
    HOST_PATTERN: 'is no host; write its name or address alone in small letters, such as "crm.internal.example".',
    URL_PATTERN: 'is no address; write one like "https://wiki.example/exceptions", or "" for none.',
}

#: What is told without being repeated: where the name of a secret belongs, the secret itself may stand.
_SECRET_PATTERNS = {
    VARIABLE_PATTERN: 'This is no name of an environment variable; write one like "CRM_DATABASE_URL", and the value '
    "itself into the environment or .env.",
    ADDRESS_PATTERN: "An address has no name or password in it; name a variable of the environment that has them.",
}


def faults_of(written: Mapping[str, Any]) -> tuple[Policy | None, tuple[Fault, ...]]:
    """The policy that was written, or None and all that is wrong with it, in the order of the keys."""
    policy, faults = None, list(faults_in(written))
    try:
        # The parts are checked beside each other above, and the policy is not asked to check them once more.
        policy = Policy.model_validate(written, context=RECORDED)
    except ValidationError as error:
        faults += [_fault(details) for details in _told(error.errors(include_url=False))]
    unique = dict.fromkeys(faults)
    order = {name: n for n, name in enumerate(Policy.model_fields)}
    ranked = sorted(unique, key=lambda fault: order.get(fault.key.split(".")[0].split("[")[0], -1))
    return (None if ranked else policy), tuple(ranked)


def key_path(loc: tuple[int | str, ...]) -> str:
    """Where in the file, as people write it: `tiers[1].below`."""
    path = ""
    for step in loc:
        if isinstance(step, int):
            path += f"[{step}]"
        elif step != "[key]":
            plain = step.isascii() and step.replace("_", "").replace("-", "").isalnum()
            path += ("." if path else "") + (step if plain else json.dumps(step, ensure_ascii=False))
    return path


def _told(errors: list[ErrorDetails]) -> Iterator[ErrorDetails]:
    """The complaints without those that only follow: a list whose items are wrong is not empty for that."""
    for error in errors:
        loc = error["loc"]
        follows = error["type"] == "too_short" and any(
            other["loc"][: len(loc)] == loc and len(other["loc"]) > len(loc) for other in errors
        )
        if not follows:
            yield error


def _fault(error: ErrorDetails) -> Fault:
    loc = error["loc"]
    if error["type"] in ("union_tag_not_found", "union_tag_invalid"):
        loc = (*loc, error["ctx"]["discriminator"].strip("'"))
    return Fault(key=key_path(_without_kinds(loc)), sentence=_sentence(error, loc))


def _without_kinds(loc: tuple[int | str, ...]) -> tuple[int | str, ...]:
    """Where in the file: the kind by which a part was read is no step of it."""
    return tuple(step for n, step in enumerate(loc) if str(step) not in _kinds(_annotation(loc[:n])))


def _kinds(annotation: Any) -> dict[str, type[BaseModel]]:
    """The models among which a key `kind` chooses, where it does; empty elsewhere."""
    if typing.get_origin(annotation) is typing.Annotated:
        annotation = typing.get_args(annotation)[0]
    if typing.get_origin(annotation) not in (typing.Union, types.UnionType):
        return {}
    found = {}
    for model in typing.get_args(annotation):
        if isinstance(model, type) and issubclass(model, BaseModel) and "kind" in model.model_fields:
            found[typing.get_args(model.model_fields["kind"].annotation)[0]] = model
    return found


def _sentence(error: ErrorDetails, loc: tuple[int | str, ...]) -> str:
    context = error.get("ctx", {})
    kind, written = error["type"], _as_written(error["input"])
    example = _example(loc)
    if isinstance(error["input"], timedelta):
        return f'{written} is out of bounds; write a time longer than "0m".'
    if kind in _BOUNDS:
        return f"{written} is out of bounds; write {_BOUNDS[kind]} {next(iter(context.values()))}."
    match kind:
        case "missing":
            return f"This key is missing; write {loc[-1]} = {example}." if example else _missing_table(loc)
        case "extra_forbidden":
            return f'There is no key "{loc[-1]}" here; ' + meant(str(loc[-1]), _keys_at(loc[:-1]))
        case "value_error":
            return _capital(str(context["error"])) + "."
        case "union_tag_not_found":
            return f"This key is missing; write {loc[-1]} = {_known(loc)}."
        case "union_tag_invalid":
            return f"{_as_written(context['tag'])} is not known here; write {_known(loc)}."
        case "string_pattern_mismatch" if context["pattern"] == VARIABLE_PATTERN or (
            context["pattern"] == ADDRESS_PATTERN and "@" in str(error["input"])
        ):
            return _SECRET_PATTERNS[context["pattern"]]
        case "string_pattern_mismatch":
            return f"{written} {_PATTERNS[context['pattern']]}"
        case "too_short":
            who = (
                "The tier has no authorizer"
                if loc[-1] == "authorizers" and loc[0] == "tiers"
                else "This is empty"
            )
            return f"{who}; write at least one{', such as ' + example if example else ''}."
        case "string_too_short":
            return f"This is empty; write a text{', such as ' + example if example else ''}."
        case "string_too_long":
            return f"This is {len(error['input'])} letters long; write at most {context['max_length']}."
        case "literal_error" | "enum":
            return f"{written} is not known here; write {context['expected'].replace(chr(39), chr(34))}."
        case _:
            return (
                f"{written} is {_SHAPES.get(kind, 'not what is needed')} here; write {_shape(kind, example)}."
            )


_BOUNDS = {
    "greater_than": "a number above",
    "greater_than_equal": "a number of at least",
    "less_than_equal": "a number of at most",
}
_SHAPES = {
    "string_type": "no text",
    "tuple_type": "no list",
    "dict_type": "no table",
    "model_type": "no table",
    "model_attributes_type": "no table",
    "date_type": "no date",
    "date_parsing": "no date",
    "date_from_datetime_parsing": "no date",
    "date_from_datetime_inexact": "no date",
}


def _known(loc: tuple[int | str, ...]) -> str:
    """The kinds that there are, as the end of a sentence."""
    *others, last = (f'"{kind}"' for kind in _kinds(_annotation(loc[:-1])))
    return f"{', '.join(others)} or {last}"


def _shape(kind: str, example: str) -> str:
    if example:
        return f"it like {example}"
    return {
        "no text": "it in quotes",
        "no list": "[[name]] for each row",
        "no table": "[name] and its keys below it",
    }.get(_SHAPES.get(kind, ""), "another value")


def _missing_table(loc: tuple[int | str, ...]) -> str:
    """What to write where a whole table is missing: its head and the keys that it must have."""
    annotation = _annotation(loc)
    rows = typing.get_origin(annotation) is tuple
    model = _inner(annotation)
    table = key_path(tuple(step for step in _without_kinds(loc) if isinstance(step, str)))
    head = f"[[{table}]]" if rows else f"[{table}]"
    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        return f"This key is missing; write {loc[-1]} and its value."
    if typing.get_origin(annotation) is dict:
        head = f"[{table}.name] for each"
    needed = ", ".join(name for name, field in model.model_fields.items() if field.is_required())
    return f"This table is missing; write {head} with {needed}."


def _as_written(value: object) -> str:
    """A value as the file writes it, cut where it is long."""
    match value:
        case bool():
            text = str(value).lower()
        case str():
            text = json.dumps(value, ensure_ascii=False)
        case timedelta():
            text = f'"{duration_text(value)}"'
        case date() | time():
            text = value.isoformat()
        case dict():
            return "A table"
        case list() | tuple():
            text = "[" + ", ".join(_as_written(item) for item in value) + "]"
        case _:
            text = str(value)
    return text if len(text) <= 60 else text[:57] + "…"


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _inner(annotation: Any) -> Any:
    """What a list, a table of tables or an optional value holds."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated or origin is tuple:
        return _inner(arguments[0])
    if origin is dict:
        return _inner(arguments[1])
    if origin in (typing.Union, types.UnionType):
        return _inner(next(choice for choice in arguments if choice is not type(None)))
    return annotation


def _walk(loc: tuple[int | str, ...]) -> tuple[Any, FieldInfo | None]:
    """The annotation at a place in the file, and the field when the place is a key of a part."""
    annotation: Any = Policy
    field: FieldInfo | None = None
    for step in loc:
        origin, kinds = typing.get_origin(annotation), _kinds(annotation)
        if kinds:
            annotation, field = kinds.get(str(step)), None
        elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
            field = annotation.model_fields.get(str(step))
            if field is None:
                return None, None
            annotation = field.annotation
            if typing.get_origin(annotation) in (typing.Union, types.UnionType):
                annotation = _inner(annotation)
        elif origin in (tuple, dict):
            annotation, field = typing.get_args(annotation)[1 if origin is dict else 0], None
        else:
            break
    return annotation, field


def _annotation(loc: tuple[int | str, ...]) -> Any:
    return _walk(loc)[0]


def _keys_at(loc: tuple[int | str, ...]) -> tuple[str, ...]:
    model = _annotation(loc)
    return tuple(model.model_fields) if isinstance(model, type) and issubclass(model, BaseModel) else ()


def _example(loc: tuple[int | str, ...]) -> str:
    """A value that could stand there, as the file writes it; empty where the model gives none."""
    _, field = _walk(loc)
    examples = field.examples if field is not None else None
    if examples is None:
        annotation = _annotation(loc)
        marks: tuple[Any, ...] = getattr(annotation, "__metadata__", ())
        examples = next((m.examples for m in marks if isinstance(m, FieldInfo) and m.examples), None)
    return _as_written(examples[0]) if examples else ""
