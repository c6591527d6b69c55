"""Told: one event of a chain, and what it names, read by value; what follows from it is the conversations' to say."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from pydantic import JsonValue, TypeAdapter, ValidationError

from models.audit_chain import AuditEvent

T = TypeVar("T")


class CannotDeriveError(ValueError):
    """The state cannot be derived from the events; the text names the event and what it lacks."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """An event, with its `changed` as JSON values."""

    link: AuditEvent
    changed: Mapping[str, JsonValue]

    @classmethod
    def of(cls, link: AuditEvent) -> Told:
        """What the event tells; CannotDeriveError where its text is no JSON object."""
        try:
            changed = json.loads(link.changed)
        except ValueError:
            changed = None
        if not isinstance(changed, dict):
            raise CannotDeriveError(f"event {link.position} ({link.kind}) cannot be read")
        return cls(link=link, changed=changed)

    def names(self, key: str) -> bool:
        """Whether the event says anything of it, if only that it is nothing now."""
        return key in self.changed

    def read(self, key: str, kind: type[T]) -> T:
        """The value of a kind; CannotDeriveError where it is not named, or is no such value."""
        value: T = self.made_of(self._named(key), kind, key)
        return value

    def read_optional(self, key: str, kind: type[T]) -> T | None:
        """The value of a kind, or that there is none now."""
        found = self._named(key)
        return None if found is None else self.read(key, kind)

    def read_all(self, key: str, kind: type[T]) -> tuple[T, ...]:
        """The values of a kind, in their order."""
        values: tuple[T, ...] = self.made_of(self._named(key), tuple[kind, ...], key)  # type: ignore[valid-type]
        return values

    def made_of(self, value: object, kind: Any, key: str) -> Any:
        """A value of a kind, made of plain JSON that the event names under the key."""
        try:
            return _adapter(kind).validate_python(value)
        except ValidationError:
            raise self.fault(f'names a "{key}" that cannot be read') from None

    def fault(self, problem: str) -> CannotDeriveError:
        """The error that says what is wrong with this event."""
        return CannotDeriveError(f"event {self.link.position} ({self.link.kind}) {problem}")

    def _named(self, key: str) -> JsonValue:
        if key not in self.changed:
            raise self.fault(f'does not name "{key}"')
        return self.changed[key]


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
