"""What two policies say differently: key by key, rows by their names, values as the file writes them."""

from __future__ import annotations

from typing import Any

from models.policy import Policy
from models.policy_diff import Difference, differences
from models.policy_history import Recorded, Recording, last_change_of
from tests.builders import MORNING, policy


def changed(**parts: Any) -> Policy:
    """The test policy with parts of it written over."""
    return Policy.model_validate(policy().model_dump() | parts)


def tiers(**manager: Any) -> list[dict[str, Any]]:
    written: list[dict[str, Any]] = [*policy().model_dump()["tiers"]]
    written[1] |= manager
    return written


def test_policies_that_say_the_same_have_no_difference() -> None:
    assert differences(policy(), changed()) == ()


def test_a_value_is_told_by_its_key_as_the_file_writes_it() -> None:
    other = changed(tiers=tiers(decision_time="2 business days", authority="12500.5"))
    assert differences(policy(), other) == (
        Difference(key="tiers[1].authority", was="10000", now="12500.5"),
        Difference(key="tiers[1].decision_time", was="48h", now="2 business days"),
    )


def test_people_are_told_as_a_list_and_nobody_as_nothing() -> None:
    contacts = policy().model_dump()["contacts"]
    contacts["supervisor"]["backup"] = ["UDEPUTY", "@managers"]
    contacts["director"]["backup"] = []
    assert differences(policy(), changed(contacts=contacts)) == (
        Difference(key="contacts.supervisor.backup", was=None, now="UDEPUTY, @managers"),
        Difference(key="contacts.director.backup", was="@managers", now=None),
    )


def test_same_people_in_another_order_are_no_difference_but_teams_are_ranked() -> None:
    was = changed(administrators=["UONE", "@admins"], teams=["@sales", "@desk"])
    assert differences(was, changed(administrators=["@admins", "UONE"], teams=["@sales", "@desk"])) == ()
    (ranked,) = differences(was, changed(administrators=["UONE", "@admins"], teams=["@desk", "@sales"]))
    assert ranked == Difference(key="teams", was="@sales, @desk", now="@desk, @sales")
    (another,) = differences(was, changed(administrators=["UONE", "UTWO"], teams=["@sales", "@desk"]))
    assert another.key == "administrators"


def test_rows_are_compared_by_their_names_wherever_they_stand() -> None:
    standards = policy().model_dump()["standards"]
    first, second, third = standards
    (order,) = differences(policy(), changed(standards=[second, first, third]))
    assert order == Difference(key="standards", was="P-1, P-0, P-W", now="P-0, P-1, P-W")
    (less,) = differences(policy(), changed(standards=[first, third]))
    assert (less.key, less.now) == ("standards[1]", None)
    more = {**third, "reference": "P-N"}
    (added,) = differences(policy(), changed(standards=[first, more, second, third]))
    assert (added.key, added.was) == ("standards[1]", None)


def test_rows_without_a_name_are_compared_by_their_place() -> None:
    rates = [*policy().model_dump()["rates"], {"currency": "CHF", "rate": "1.1", "on": "2026-02-01"}]
    (added,) = differences(policy(), changed(rates=rates))
    assert (added.key, added.was) == ("rates[1]", None)


def test_the_newest_recording_that_changed_a_key_is_found() -> None:
    def recording(position: int, *keys: str) -> Recording:
        changes = tuple(Difference(key=key, was="1", now="2") for key in keys)
        return Recording(position=position, version="v", at=MORNING, how=Recorded.FILE, changes=changes)

    history = (recording(9, "a"), recording(7, "a", "b"), recording(3, "b"))
    found = [last_change_of(key, history) for key in ("a", "b", "c")]
    assert [one.position if one else None for one in found] == [9, 7, None]
