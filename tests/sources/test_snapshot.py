"""A snapshot keeps what a source said, with a fingerprint that anybody can compute again."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

import pytest

from models.snapshot import Snapshot

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)


def test_the_fingerprint_covers_the_payload_in_canonical_json() -> None:
    snapshot = Snapshot.of("crm", "CRM", AT, {"b": "ü", "a": [1, None, {"d": True, "c": "x y"}]})
    expected = hashlib.sha256('{"a":[1,null,{"c":"x y","d":true}],"b":"ü"}'.encode()).hexdigest()
    assert snapshot.sha256 == expected
    assert snapshot.is_available
    assert snapshot.fault is None


def test_the_order_of_keys_does_not_matter_and_a_value_does() -> None:
    one = Snapshot.of("crm", "CRM", AT, {"a": "1", "b": "2"})
    assert one == Snapshot.of("crm", "CRM", AT, {"b": "2", "a": "1"})
    assert one.sha256 != Snapshot.of("crm", "CRM", AT, {"a": "1", "b": "3"}).sha256


def test_a_payload_that_changes_later_does_not_change_the_snapshot() -> None:
    payload: dict[str, Any] = {"list": [1]}
    snapshot = Snapshot.of("crm", "CRM", AT, payload)
    payload["list"].append(2)
    assert snapshot.payload == {"list": [1]}


def test_an_unavailable_source_leaves_a_sentence_and_no_fingerprint() -> None:
    snapshot = Snapshot.unavailable("crm", "CRM", AT, "CRM did not answer within 5s.")
    assert not snapshot.is_available
    assert (snapshot.payload, snapshot.sha256) == (None, "")
    assert snapshot.fault == "CRM did not answer within 5s."


def test_a_source_with_an_empty_payload_is_available() -> None:
    assert Snapshot.of("crm", "CRM", AT, {}).is_available


def test_what_json_cannot_say_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        Snapshot.of("crm", "CRM", AT, {"x": float("nan")})
