"""Policies written for a test: the shipped file with one thing changed in it."""

from __future__ import annotations

from pathlib import Path

from models.policy_check import Fault

SHIPPED = Path(__file__).resolve().parents[2] / "policy.toml"


def changed(*changes: tuple[str, str]) -> str:
    """The shipped policy with the first place of each text replaced; a text that is not there fails the test."""
    text = SHIPPED.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, f"policy.toml no longer says {old!r}"
        text = text.replace(old, new, 1)
    return text


def by_key(faults: tuple[Fault, ...]) -> dict[str, str]:
    """Each fault's sentence under its key; two faults of one key fail the test."""
    assert len({fault.key for fault in faults}) == len(faults), [str(fault) for fault in faults]
    return {fault.key: fault.sentence for fault in faults}
