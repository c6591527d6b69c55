"""The register knows who is in a group, or says that it does not; it never takes silence for an empty group."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models.people import FRESH_FOR, Register
from tests.builders import MORNING, register


def test_person_is_included_by_name_or_by_group() -> None:
    known = register()
    assert known.includes(["UNAMED"], "UNAMED")
    assert known.includes(["@leads", "@validators"], "UVAL1")
    assert not known.includes(["@leads"], "UVAL1")
    assert not known.includes([], "UVAL1")
    assert not Register().includes(["@validators"], "UVAL1")


@pytest.mark.parametrize("seconds", [61, -61])
def test_group_that_was_read_over_a_minute_away_is_a_gap(seconds: int) -> None:
    read_at = MORNING - timedelta(seconds=seconds)
    assert register(read_at).gaps(["@leads", "UNAMED"], MORNING) == ("@leads",)
    assert register(MORNING - FRESH_FOR).gaps(["@leads"], MORNING) == ()


def test_group_that_is_not_known_is_a_gap() -> None:
    assert register().gaps(["@leads", "@nobody", "UNAMED"], MORNING) == ("@nobody",)


def test_members_come_once_and_in_a_steady_order() -> None:
    assert register().members(["UZ", "@managers", "@validators"]) == (
        "UZ",
        "UBOTH",
        "UMAN1",
        "UMAN2",
        "UVAL1",
        "UVAL2",
    )
    assert register().members(["@nobody"]) == ()
