"""Codec: requests, matters and refusals as JSON text for the database, and back, exactly."""

from __future__ import annotations

from functools import cache
from typing import TypeVar

from pydantic import TypeAdapter

from models.oversight.matters import Matter
from models.refusals import Refusal
from models.request import ExceptionRequest

M = TypeVar("M", bound=Matter)


@cache
def _requests() -> TypeAdapter[ExceptionRequest]:
    return TypeAdapter(ExceptionRequest)


@cache
def _matters(kind: type[M]) -> TypeAdapter[M]:
    return TypeAdapter(kind)


@cache
def _refusals() -> TypeAdapter[Refusal]:
    return TypeAdapter(Refusal)


def request_to_json(request: ExceptionRequest) -> str:
    """A request as JSON text; exact numbers and times are kept."""
    return _requests().dump_json(request).decode()


def request_from_json(text: str) -> ExceptionRequest:
    """The request that `request_to_json` wrote; ValueError where the text is none."""
    return _requests().validate_json(text)


def matter_to_json(matter: Matter) -> str:
    """A matter as JSON text; exact numbers and times are kept."""
    return _matters(type(matter)).dump_json(matter).decode()


def matter_from_json(kind: type[M], text: str) -> M:
    """The matter of a kind that `matter_to_json` wrote; ValueError where the text is none."""
    adapter: TypeAdapter[M] = _matters(kind)
    return adapter.validate_json(text)


def refusal_to_json(refusal: Refusal) -> str:
    """A refusal as JSON text."""
    return _refusals().dump_json(refusal).decode()


def refusal_from_json(text: str) -> Refusal:
    """The refusal that `refusal_to_json` wrote; ValueError where the text is none."""
    return _refusals().validate_json(text)
