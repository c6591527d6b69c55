"""The policy written as TOML: it says what the policy says, and keeps the comments of the file that is there."""

from __future__ import annotations

import tomllib
from datetime import time
from pathlib import Path
from typing import Any

import pytest

from bot.policy_faults import faults_of
from bot.policy_file import load, version_of
from bot.policy_writer import keep_beside, policy_toml
from models.policy import Policy
from tests.policy.written import SHIPPED, changed

TEXT = SHIPPED.read_text(encoding="utf-8")


def shipped(**parts: Any) -> Policy:
    """The shipped policy with parts of it written over."""
    return Policy.model_validate(load(SHIPPED).policy.model_dump() | parts)


def read(text: str) -> Policy:
    """What a text says, which must be in order."""
    found, faults = faults_of(tomllib.loads(text))
    assert faults == ()
    assert found is not None
    return found


def other_threshold() -> Policy:
    """The managers' band ends at 45."""
    tiers = load(SHIPPED).policy.model_dump()["tiers"]
    tiers[1]["below"] = tiers[2]["at_least"] = 45
    return shipped(tiers=tiers)


def test_without_a_file_all_is_written_from_the_beginning() -> None:
    assert version_of(read(policy_toml(shipped()))) == load(SHIPPED).version
    midnight = shipped(calendar=shipped().calendar.model_dump() | {"closes": time.min})
    assert read(policy_toml(midnight)).calendar.closes == time.min


def test_a_file_that_says_the_same_stays_as_it_is_to_the_letter() -> None:
    assert policy_toml(shipped(), TEXT) == TEXT


def test_only_the_lines_that_differ_are_written_anew() -> None:
    written = policy_toml(other_threshold(), TEXT)
    assert read(written) == other_threshold()
    before, after = TEXT.splitlines(), written.splitlines()
    assert len(before) == len(after)
    assert [(one, two) for one, two in zip(before, after, strict=True) if one != two] == [
        ("below = 50", "below = 45"),
        (
            "at_least = 50                        # The last band has no `below`: it is open above.",
            "at_least = 45                        # The last band has no `below`: it is open above.",
        ),
    ]


def test_keys_and_rows_that_come_and_go_are_written_too() -> None:
    content = load(SHIPPED).policy.model_dump()
    contacts = content["contacts"]
    contacts["managing_director"] |= {"channel": "#exceptions-executive", "backup": []}
    audit = content["audit_review"] | {"contact": None}
    wanted = shipped(
        contacts=contacts, audit_review=audit, standards=content["standards"][1:], rates=(), teams=()
    )
    written = policy_toml(wanted, TEXT)
    assert read(written) == wanted
    assert '# Policy: "KPIs to Track"' in written


@pytest.mark.parametrize("template", ["title = ", 'title = "Another one"', "\x00"])
def test_a_file_that_cannot_be_kept_is_written_from_the_beginning(template: str) -> None:
    assert read(policy_toml(shipped(), template)) == shipped()


def test_what_the_file_said_is_kept_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_text(changed(("below = 50", "below = 45"), ("at_least = 50", "at_least = 45")), "utf-8")
    kept = keep_beside(file)
    assert kept.name == f"policy.toml.{load(file).version}.bak"
    assert kept.read_bytes() == file.read_bytes()
    file.write_text("title = ", "utf-8")
    assert keep_beside(file).name == "policy.toml.faulty.bak"
