"""JSON in one canonical spelling, the text that every fingerprint and hash covers."""

from __future__ import annotations

import json


def canonical_json(value: object) -> str:
    """The one way to write a JSON value: keys sorted, no spaces, letters as they are.

    Raises ValueError for what JSON cannot say (NaN, infinity) and TypeError for what is no JSON at all.
    """
    return _ENCODER.encode(value)


# `json.dumps` would make an encoder for every call.
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
