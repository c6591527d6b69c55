"""The packet: whatever is changed in it is found and named, but for what it says that it cannot prove."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.exports.packet import Json, own_digest
from bot.exports.packet_check import NoPacketError, check, link_of, read_packet
from models.audit_chain import digest
from models.request import ExceptionRequest
from tests.bot.office import Office
from tests.exports.story import packet_of

Path = tuple[str | int, ...]


@pytest.fixture
async def made(office: Office, request_with_a_story: ExceptionRequest) -> Json:
    """A packet that holds."""
    return await packet_of(office, request_with_a_story.number)


def leaves(value: Any, path: Path = ()) -> Iterator[Path]:
    """The path of every value that has none within it."""
    inside: Any = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    if not inside:
        yield path
    for key, one in inside:
        yield from leaves(one, (*path, key))


def at(value: Any, path: Path) -> Any:
    for key in path:
        value = value[key]
    return value


def faults(made: Json, *, sealed: bool = True) -> list[str]:
    """What the check finds; `sealed`: whoever changed it has also made its own digest anew."""
    if sealed:
        made["sha256"] = own_digest(made)
    try:
        read = read_packet(json.dumps(made))
    except NoPacketError as error:
        return [str(error)]
    return [str(fault) for fault in check(read).faults]


async def test_packet_of_a_long_story_holds(made: Json) -> None:
    assert faults(made, sealed=False) == []
    assert check(made).events >= 20


def of_event(kind: str, **changed: Any) -> Callable[[Json], None]:
    def change(made: Json) -> None:
        event = next(one for one in made["record"]["events"] if one["kind"] == kind)
        event.update(changed)

    return change


def without_an_event(made: Json) -> None:
    del made["record"]["events"][5]


def without_the_last_event(made: Json) -> None:
    del made["record"]["events"][-1]


def with_the_last_event_gone_and_not_counted(made: Json) -> None:
    record = made["record"]
    del record["events"][-1]
    record["count"] -= 1


def with_a_snapshot_that_says_more(made: Json) -> None:
    made["record"]["snapshots"][0]["payload"]["id"] = "C-2"


def with_another_fingerprint(made: Json) -> None:
    made["record"]["snapshots"][0]["sha256"] = "0" * 64


def with_a_file_of_another_name(made: Json) -> None:
    made["record"]["evidence"][0]["file"]["name"] = "Another.pdf"


def with_a_policy_that_allows_more(made: Json) -> None:
    policy = next(iter(made["record"]["policies"].values()))
    policy["tiers"][0]["authority"] = "999999"


def without_its_policy(made: Json) -> None:
    made["record"]["policies"] = {}


def with_another_outcome(made: Json) -> None:
    made["record"]["state"]["decisions"][0]["rationale"] = "Somebody said so."


def without_its_state(made: Json) -> None:
    made["record"]["state"] = None


def of_another_request(made: Json) -> None:
    made["record"]["request"] = "EX-9999"


def with_something_added(made: Json) -> None:
    made["record"]["more"] = 1


def with_a_name_of_a_number(made: Json) -> None:
    made["record"]["count"] = str(made["record"]["count"])


@pytest.mark.parametrize(
    ("tamper", "where"),
    [
        (of_event("request.validated", actor="U0FORGED"), "its content is not what was recorded"),
        (of_event("request.validated", changed="{}"), "its content is not what was recorded"),
        (of_event("request.validated", at="2026-03-04T08:00:00.000001+00:00"), "record.events["),
        (of_event("request.filed", previous="1" * 64), "record.events[0]: it does not follow"),
        (of_event("request.filed", at="today"), "record.events[0]"),
        (of_event("request.filed", at="2026-03-04T09:00:00.000000+01:00"), "record.events[0]"),
        (of_event("request.filed", workspace="T2"), "record.events[0]: it is another request's"),
        (of_event("request.filed", changed="[]"), "record.events[0]"),
        (without_an_event, "event 6 is missing"),
        (without_the_last_event, "were recorded"),
        (with_the_last_event_gone_and_not_counted, "record.events["),
        (with_a_snapshot_that_says_more, "record.snapshots[0].payload.id"),
        (with_another_fingerprint, "record.snapshots[0].sha256"),
        (with_a_file_of_another_name, "record.evidence[0].file.name"),
        (with_a_policy_that_allows_more, "this is not what the policy of that version says"),
        (without_its_policy, "is missing, which the events name"),
        (with_another_outcome, "record.state.decisions[0].rationale: it does not follow from the events"),
        (without_its_state, "record.state"),
        (of_another_request, "record.request"),
        (with_something_added, "record.more"),
        (with_a_name_of_a_number, "record.count"),
    ],
)
async def test_each_kind_of_tampering_is_named(
    made: Json, tamper: Callable[[Json], None], where: str
) -> None:
    tamper(made)
    found = faults(made)
    assert any(where in one for one in found), found


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
async def test_any_value_that_is_changed_is_found_or_is_said_to_be_unproven(
    made: Json, data: st.DataObject
) -> None:
    changed = copy.deepcopy(made)
    path = data.draw(st.sampled_from([one for one in leaves(changed) if one != ("sha256",)]))
    was = at(changed, path)
    other = st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text()
    )
    wanted = data.draw(other.filter(lambda one: json.dumps(one) != json.dumps(was)))
    at(changed, path[:-1])[path[-1]] = wanted
    assert faults(copy.deepcopy(changed), sealed=False) != []
    found = faults(changed)
    assert found or path[0] == "unproven", path


async def test_whatever_is_taken_out_or_has_another_form_is_named_and_breaks_nothing(made: Json) -> None:
    drawn = [("record", name) for name in ("snapshots", "documents", "evidence", "events", "state")]
    places = [(*path, *inner) for path in drawn for inner in nodes(at(made, path))]
    for path in places:
        without, others = copy.deepcopy(made), copy.deepcopy(made)
        del at(without, path[:-1])[path[-1]]
        assert faults(without), f"without {path}"
        for other in (None, -7, "other", [1], [[1]], {"position": "first"}):
            at(others, path[:-1])[path[-1]] = other
            assert faults(others) or at(made, path) == other, f"{path} is {other}"


def nodes(value: Any, path: Path = ()) -> Iterator[Path]:
    """The path of every value within, also of those that hold others."""
    inside: Any = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, one in inside:
        yield (*path, key)
        yield from nodes(one, (*path, key))


@pytest.mark.parametrize("text", ["", "[]", "{}", "\ud800", '{"format": NaN}', "[" * 100_000])
def test_what_is_no_packet_is_said_to_be_none(text: str) -> None:
    with pytest.raises(NoPacketError):
        read_packet(text)


async def test_name_that_stands_twice_is_no_packet(made: Json) -> None:
    text = json.dumps(made)
    with pytest.raises(NoPacketError, match="twice"):
        read_packet(text.replace('"count":', '"count": 1, "count":', 1))


async def test_spaces_and_order_change_nothing(made: Json) -> None:
    for text in (
        json.dumps(made, indent=8),
        json.dumps(made, sort_keys=True),
        json.dumps(made, ensure_ascii=False),
    ):
        assert check(read_packet(text)).faults == ()


async def test_whole_chain_that_is_written_anew_cannot_be_found_by_a_packet_alone(made: Json) -> None:
    """An honest test: this is what the last hash must be compared with the database for."""
    record = made["record"]
    before = record["head"]
    previous = "0" * 64
    for event in record["events"]:
        if event["kind"] == "act.refused":
            event["actor"] = "U0FORGED"
        event["previous"] = previous
        event["hash"] = previous = digest(link_of(event))
    record["head"] = previous
    assert faults(made) == []
    assert record["head"] != before
