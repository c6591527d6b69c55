"""What one source said of the customer at a moment, with its fingerprint; it reads no source itself."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from pydantic import JsonValue

from models.canonical import canonical_json


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """One source's data as they were when a request was decided (Audit Trail: all input data snapshot).

    `taken_at` is aware UTC. `sha256` is the hexadecimal digest of the payload's canonical JSON in UTF-8. A source
    that could not be read leaves no payload, an empty digest and a `fault`: one sentence that says why.
    """

    source: str
    title: str
    taken_at: datetime
    payload: Mapping[str, JsonValue] | None
    sha256: str
    fault: str | None = None

    @classmethod
    def of(cls, source: str, title: str, taken_at: datetime, payload: Mapping[str, JsonValue]) -> Self:
        """What the source said, in a copy that later changes to `payload` do not reach."""
        text = canonical_json(payload)
        kept: dict[str, JsonValue] = json.loads(text)
        digest = hashlib.sha256(text.encode()).hexdigest()
        return cls(source=source, title=title, taken_at=taken_at, payload=kept, sha256=digest)

    @classmethod
    def unavailable(cls, source: str, title: str, taken_at: datetime, fault: str) -> Self:
        """The source could not be read; `fault` says why in one sentence."""
        return cls(source=source, title=title, taken_at=taken_at, payload=None, sha256="", fault=fault)

    @property
    def is_available(self) -> bool:
        """Whether the source answered; only then is there a payload."""
        return self.payload is not None
