"""The policy file: read, given a version, kept as JSON and read again; and the ways in which it cannot be read."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest

from bot.policy_file import PolicyFileError, load, policy_from_json, policy_json, version_of
from tests.policy.written import SHIPPED, changed


def written(folder: Path, content: str | bytes) -> Path:
    file = folder / "policy.toml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def test_a_version_is_12_hexadecimal_digits_and_always_the_same() -> None:
    first, second = load(SHIPPED), load(SHIPPED)
    assert re.fullmatch(r"[0-9a-f]{12}", first.version)
    assert first.version == second.version == version_of(first.policy)
    assert first.content == SHIPPED.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "change",
    [
        ("# The exception policy.", "# Our exception policy."),
        ('title = "Team lead" ', '\n\n   title = "Team lead" # as it is '),
        ("at_least = 20\nbelow = 50", 'below = "50.00"\nat_least = "20"'),
        ("authority = 10_000", "authority = 10000"),
        ('decision_time = "48h"', 'decision_time = "2d"'),
        ("opens = 09:00:00", 'opens = "09:00"'),
        ('rate = "0.8650"', 'rate = "0.865"'),
    ],
)
def test_the_same_meaning_in_other_letters_is_no_new_version(change: tuple[str, str], tmp_path: Path) -> None:
    assert load(written(tmp_path, changed(change))).version == load(SHIPPED).version


@pytest.mark.parametrize(
    "change",
    [
        ('title = "Team lead"', 'title = "Team Lead"'),
        ('decision_time = "48h"', 'decision_time = "49h"'),
        ("authority = 10_000", 'authority = "10000.01"'),
        ('authorizers = ["@executives"]', 'authorizers = ["@executives", "U0DIRECTOR"]'),
        ('reference = "OPS-018"', 'reference = "OPS-018a"'),
    ],
)
def test_another_meaning_is_a_new_version(change: tuple[str, str], tmp_path: Path) -> None:
    assert load(written(tmp_path, changed(change))).version != load(SHIPPED).version


def test_a_policy_comes_back_from_json_exactly() -> None:
    policy = load(SHIPPED).policy
    text = policy_json(policy)
    again = policy_from_json(text)
    assert again == policy
    assert policy_json(again) == text
    assert version_of(again) == version_of(policy)
    assert [str(standard.value) for standard in again.standards] == [str(s.value) for s in policy.standards]


def test_a_recorded_policy_is_read_although_a_check_was_added_since() -> None:
    recorded = json.loads(policy_json(load(SHIPPED).policy))
    recorded["tiers"][1]["at_least"] = "25"
    assert policy_from_json(json.dumps(recorded)).tiers[1].at_least == 25


def test_a_policy_is_loaded_in_well_under_100_ms() -> None:
    load(SHIPPED)
    taken = []
    for _ in range(5):
        start = time.thread_time()
        load(SHIPPED)
        taken.append(time.thread_time() - start)
    assert min(taken) < 0.1


def test_a_byte_order_mark_and_other_line_ends_are_read(tmp_path: Path) -> None:
    content = SHIPPED.read_bytes().replace(b"\n", b"\r\n")
    assert load(written(tmp_path, b"\xef\xbb\xbf" + content)).version == load(SHIPPED).version


def test_a_syntax_error_is_told_with_its_line(tmp_path: Path) -> None:
    file = written(tmp_path, changed(('customers = "crm"', "customers = crm")))
    line = SHIPPED.read_text(encoding="utf-8").splitlines().index('customers = "crm"') + 1
    with pytest.raises(PolicyFileError) as caught:
        load(file)
    assert str(caught.value) == f"{file}: line {line}: This is no TOML: Invalid value; mend this line."


def test_a_syntax_error_at_the_end_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(PolicyFileError, match=r"line 2: This is no TOML: .*; mend this line\."):
        load(written(tmp_path, 'title = "x"\nowner = ['))


def test_a_key_written_twice_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(PolicyFileError, match="line 2: This is no TOML: Cannot overwrite a value"):
        load(written(tmp_path, 'title = "x"\ntitle = "y"\n'))


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    file = tmp_path / "none.toml"
    with pytest.raises(PolicyFileError) as caught:
        load(file)
    assert str(caught.value) == f"{file}: There is no such file; set POLICY_FILE to where your policy is."


def test_a_folder_for_a_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(PolicyFileError, match=r"cannot be read \(Is a directory\)"):
        load(tmp_path)


def test_a_file_of_other_letters_is_told(tmp_path: Path) -> None:
    with pytest.raises(PolicyFileError, match="The byte at position 9 is no UTF-8; save the file as UTF-8"):
        load(written(tmp_path, 'title = "ü"'.encode("latin-1")))


def test_each_fault_is_told_on_a_line_with_the_file(tmp_path: Path) -> None:
    file = written(
        tmp_path, changed(("below = 20\n", "below = 25\n"), ('customers = "crm"', 'customers = "c"'))
    )
    with pytest.raises(PolicyFileError) as caught:
        load(file)
    assert len(caught.value.faults) == 2
    assert str(caught.value).splitlines() == [f"{file}: {fault}" for fault in caught.value.faults]
