"""The directory reads Slack as seldom as it may and believes it as long as it may, and fails closed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from aiohttp import web

from bot.clock import Clock
from bot.directory import READ_LIMIT, Directory, UnknownChannelError
from bot.gateway import ANSWER_BY, Gateway, SlackError, SlackUnavailableError
from models.people import FRESH_FOR, SYSTEM
from tests.bot.answering import AnsweringSlack, limited, refused, stalled
from tests.bot.office import Hands

MEMBERS = "usergroups.users.list"
QUIET = "dnd.teamInfo"


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
async def directory(slack: AnsweringSlack, gateway: Gateway, hands: Hands) -> Directory:
    slack.groups = {"leads": ("S1", {"U1", "U2"}), "managers": ("S2", {"U3"})}
    return Directory(gateway=gateway, clock=Clock(hands), team="T1")


async def members(directory: Directory, *handles: str) -> dict[str, set[str]]:
    known = await directory.register(handles)
    return {handle: set(group.members) for handle, group in known.groups.items()}


# --- Groups ------------------------------------------------------------------------------------------------


async def test_group_is_read_once_and_believed_for_less_than_a_minute(
    directory: Directory, slack: AnsweringSlack, hands: Hands
) -> None:
    for _ in range(20):
        assert await members(directory, "@leads") == {"@leads": {"U1", "U2"}}
        hands.move(seconds=2)
    assert (slack.count(MEMBERS), slack.count("usergroups.list")) == (1, 1)
    hands.move(seconds=6)
    slack.groups["leads"] = ("S1", {"U9"})
    assert await members(directory, "@leads") == {"@leads": {"U9"}}
    assert (slack.count(MEMBERS), slack.count("usergroups.list")) == (2, 1)


async def test_group_that_is_given_out_is_fresh_with_time_to_spare(
    directory: Directory, hands: Hands
) -> None:
    await directory.register(["@leads"])
    for _ in range(200):
        hands.move(seconds=1)
        known = await directory.register(["@leads"])
        assert known.gaps(["@leads"], hands.at) == ()
        assert hands.at - known.groups["@leads"].read_at <= FRESH_FOR - (FRESH_FOR / 5)


async def test_clock_that_is_moved_back_makes_nothing_fresh(
    directory: Directory, slack: AnsweringSlack, hands: Hands
) -> None:
    await directory.register(["@leads"])
    hands.move(hours=-5)
    await directory.register(["@leads"])
    assert slack.count(MEMBERS) == 2


async def test_many_who_ask_at_once_cause_one_reading(directory: Directory, slack: AnsweringSlack) -> None:
    known = await asyncio.gather(*(directory.register(["@leads", "@managers"]) for _ in range(20)))
    assert all(set(one.groups) == {"@leads", "@managers"} for one in known)
    assert (slack.count(MEMBERS), slack.count("usergroups.list")) == (2, 1)


async def test_people_who_are_named_cause_no_reading(directory: Directory, slack: AnsweringSlack) -> None:
    assert (await directory.register(["U1", "U2"])).groups == {}
    assert slack.calls == []


async def test_announced_change_counts_at_once(directory: Directory, slack: AnsweringSlack) -> None:
    known = await directory.register(["@leads", "@managers"])
    slack.groups["leads"] = ("S1", {"U9"})
    directory.forget_group("S1")
    assert not directory.is_current(SYSTEM, known)
    assert await members(directory, "@leads", "@managers") == {"@leads": {"U9"}, "@managers": {"U3"}}
    assert slack.count(MEMBERS) == 3


async def test_group_of_which_nothing_was_announced_is_still_current(directory: Directory) -> None:
    known = await directory.register(["@managers"])
    await directory.register(["@leads"])
    directory.forget_group("S1")
    assert directory.is_current(SYSTEM, known)


async def test_change_that_is_announced_while_the_group_is_read_counts(
    directory: Directory, slack: AnsweringSlack
) -> None:
    """The reading under way may have been answered before the change."""
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def old_answer(_: object) -> web.StreamResponse:
        begun.set()
        await go_on.wait()
        return web.json_response({"ok": True, "users": ["U1", "U2"]})

    slack.once(MEMBERS, old_answer)
    reading = asyncio.create_task(members(directory, "@leads"))
    await begun.wait()
    slack.groups["leads"] = ("S1", {"U9"})
    directory.forget_group("S1")
    go_on.set()
    assert await reading == {"@leads": {"U9"}}
    assert slack.count(MEMBERS) == 2


async def test_announcement_about_a_person_does_not_cost_a_reading_of_groups(
    directory: Directory, slack: AnsweringSlack
) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()
    slack.once(MEMBERS, stalled(go_on, begun))
    reading = asyncio.create_task(members(directory, "@leads"))
    await begun.wait()
    directory.forget_person("U7")
    go_on.set()
    assert await reading == {"@leads": {"U1", "U2"}}
    assert slack.count(MEMBERS) == 1


async def test_group_that_got_another_handle_is_found_by_it(
    directory: Directory, slack: AnsweringSlack
) -> None:
    await directory.register(["@leads"])
    slack.groups = {"team-leads": ("S1", {"U1"})}
    directory.forget_group("S1")
    known = await directory.register(["@leads", "@team-leads"])
    assert known.unknown == {}
    assert known.missing == {"@leads"}
    assert set(known.groups) == {"@team-leads"}


@pytest.mark.parametrize(
    "response",
    [lambda: limited(30), lambda: refused("permission_denied"), lambda: web.Response(status=503)],
    ids=["429", "refused", "503"],
)
@pytest.mark.parametrize("method", [MEMBERS, "usergroups.list"])
async def test_group_that_slack_cannot_tell_is_unknown_and_never_empty(
    directory: Directory, slack: AnsweringSlack, method: str, response: Callable[[], web.Response]
) -> None:
    slack.answers(method, response)
    known = await directory.register(["@leads"])
    assert known.groups == {}
    assert set(known.unknown) == {"@leads"}
    assert known.gaps(["@leads"], Hands().at) == ("@leads",)


async def test_group_that_grew_old_is_not_given_out_when_it_cannot_be_read_anew(
    directory: Directory, slack: AnsweringSlack, hands: Hands
) -> None:
    await directory.register(["@leads", "@managers"])
    hands.move(seconds=50)
    slack.answers(MEMBERS, lambda: web.Response(status=503))
    known = await directory.register(["@leads", "@managers"])
    assert (set(known.unknown), set(known.groups)) == ({"@leads"}, {"@managers"})


async def test_slack_that_asks_for_patience_is_not_asked_until_then(
    directory: Directory, slack: AnsweringSlack, hands: Hands
) -> None:
    slack.answers(MEMBERS, lambda: limited(30), times=2)
    for _ in range(10):
        assert set((await directory.register(["@leads", "@managers"])).unknown) == {"@leads", "@managers"}
    assert slack.count(MEMBERS) == 2
    hands.move(seconds=30)
    assert (await directory.register(["@leads", "@managers"])).unknown == {}
    assert slack.count(MEMBERS) == 4


async def test_an_hour_of_decisions_stays_under_what_slack_allows(
    directory: Directory, slack: AnsweringSlack, hands: Hands
) -> None:
    for _ in range(360):
        await directory.register(["@leads", "@managers"])
        hands.move(seconds=10)
    assert slack.count(MEMBERS) / 60 < 20
    assert slack.count("usergroups.list") <= 7


# --- People ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "what"),
    [
        ({"is_bot": True}, "is_bot"),
        ({"deleted": True}, "is_deactivated"),
        ({"is_restricted": True}, "is_guest"),
        ({"is_ultra_restricted": True}, "is_guest"),
        ({"is_stranger": True}, "is_stranger"),
        ({"team_id": "T2"}, "is_stranger"),
    ],
)
async def test_person_is_who_slack_says(
    directory: Directory, slack: AnsweringSlack, told: dict[str, object], what: str
) -> None:
    plain = await directory.person("U2")
    assert not [name for name in vars(plain) if name.startswith("is_") and vars(plain)[name]]
    slack.people["U1"] = {"real_name": "Ada", "tz": "Europe/Berlin"} | told
    person = await directory.person("U1")
    assert (person.name, person.time_zone) == ("Ada", "Europe/Berlin")
    assert [name for name in vars(person) if name.startswith("is_") and vars(person)[name]] == [what]


async def test_person_of_elsewhere_whom_slack_does_not_describe_is_a_stranger(
    directory: Directory, slack: AnsweringSlack
) -> None:
    slack.answers("users.info", lambda: refused("user_not_visible"), times=2)
    assert (await directory.person("U1", "T2")).is_stranger
    with pytest.raises(SlackError):
        await directory.person("U1", "T1")


@pytest.mark.parametrize(
    ("described", "reached"),
    [({}, True), ({"is_restricted": True}, True), ({"deleted": True}, False), ({"is_bot": True}, False)],
)
async def test_message_reaches_who_is_there(
    directory: Directory, slack: AnsweringSlack, described: dict[str, object], reached: bool
) -> None:
    slack.people["U1"] = described
    assert await directory.is_there("U1") is reached


@pytest.mark.parametrize(
    ("response", "reached"),
    [
        (lambda: refused("user_not_found"), False),
        (lambda: refused("missing_scope"), True),
        (lambda: limited(30), True),
        (lambda: web.Response(status=503), True),
    ],
    ids=["nobody", "refused", "429", "503"],
)
async def test_somebody_is_taken_to_be_there_where_slack_cannot_say(
    directory: Directory, slack: AnsweringSlack, response: Callable[[], web.Response], reached: bool
) -> None:
    slack.answers("users.info", response)
    assert await directory.is_there("U1") is reached


async def test_somebody_is_in_do_not_disturb_from_its_beginning_until_its_end(
    directory: Directory, slack: AnsweringSlack, hands: Hands
) -> None:
    now = hands.at.timestamp()
    slack.quiet = {"U1": (now - 60, now + 20), "U2": (now + 10, now + 600), "U3": (now - 600, now - 60)}
    people = ["U1", "U2", "U3", "U4"]
    assert await directory.busy(people) == {"U1"}
    hands.move(seconds=15)
    assert await directory.busy(people) == {"U1", "U2"}
    hands.move(seconds=5)
    assert await directory.busy(people) == {"U2"}
    assert slack.count(QUIET) == 1


async def test_do_not_disturb_is_believed_for_less_than_a_minute(
    directory: Directory, slack: AnsweringSlack, hands: Hands
) -> None:
    assert await directory.busy(["U1"]) == set()
    slack.quiet = {"U1": (0, hands.at.timestamp() + 3600)}
    hands.move(seconds=46)
    assert await directory.busy(["U1", "U2"]) == {"U1"}
    assert slack.count(QUIET) == 2
    assert slack.calls[-1][1]["users"] == "U1,U2"


@pytest.mark.parametrize(
    "response",
    [lambda: refused("missing_scope"), lambda: limited(30), lambda: web.Response(status=503)],
    ids=["refused", "429", "503"],
)
async def test_somebody_can_be_disturbed_where_slack_cannot_say(
    directory: Directory, slack: AnsweringSlack, response: Callable[[], web.Response]
) -> None:
    slack.quiet = {"U1": (0, 2e9)}
    slack.answers(QUIET, response)
    assert await directory.busy(["U1"]) == set()
    assert await directory.busy(["U1"]) == {"U1"}


async def test_a_slow_answer_about_do_not_disturb_is_not_waited_for(
    directory: Directory, slack: AnsweringSlack
) -> None:
    never = asyncio.Event()
    slack.quiet = {"U1": (0, 2e9)}
    slack.once(QUIET, stalled(never))
    async with asyncio.timeout(READ_LIMIT * 3):
        assert await directory.busy(["U1"]) == set()
    never.set()


async def test_person_who_acts_from_another_workspace_is_a_stranger(directory: Directory) -> None:
    assert not (await directory.person("U1", "T1")).is_stranger
    assert (await directory.person("U1", "T2")).is_stranger
    assert not (await directory.person("U1", "T1")).is_stranger
    directory.forget_person("U1")
    known = await directory.register([])
    here, there = await directory.person("U1", "T1"), await directory.person("U1", "T2")
    assert directory.is_current(here, known)
    assert directory.is_current(there, known)
    assert (await directory.person("USLACKBOT")).is_bot


async def test_person_is_read_once_and_anew_after_an_announcement(
    directory: Directory, slack: AnsweringSlack, hands: Hands
) -> None:
    person = await directory.person("U1")
    assert await directory.person("U1") is person
    known = await directory.register([])
    assert directory.is_current(person, known)
    slack.people["U1"] = {"deleted": True}
    directory.forget_person("U1")
    assert not directory.is_current(person, known)
    assert (await directory.person("U1")).is_deactivated
    hands.move(seconds=46)
    await directory.person("U1")
    assert slack.count("users.info") == 3


async def test_change_of_a_person_that_is_announced_while_they_are_read_counts(
    directory: Directory, slack: AnsweringSlack
) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def old_answer(_: object) -> web.StreamResponse:
        begun.set()
        await go_on.wait()
        return web.json_response({"ok": True, "user": {"id": "U1", "team_id": "T1"}})

    slack.once("users.info", old_answer)
    reading = asyncio.create_task(directory.person("U1"))
    await begun.wait()
    slack.people["U1"] = {"deleted": True}
    directory.forget_person("U1")
    go_on.set()
    assert (await reading).is_deactivated


async def test_person_whom_slack_cannot_tell_is_nobody(directory: Directory, slack: AnsweringSlack) -> None:
    slack.answers("users.info", lambda: limited(30))
    with pytest.raises(SlackUnavailableError):
        await directory.person("U1")
    slack.answers("users.info", lambda: refused("user_not_found"))
    with pytest.raises(SlackError, match="user_not_found"):
        await directory.person("U1")
    assert not (await directory.person("U1")).is_deactivated


# --- Names -------------------------------------------------------------------------------------------------


async def test_channel_is_found_by_its_name(
    directory: Directory, slack: AnsweringSlack, hands: Hands
) -> None:
    assert await directory.channel("#manager") == "C2"
    assert await directory.channel("C9") == "C9"
    assert slack.count("conversations.list") == 1
    with pytest.raises(UnknownChannelError, match="there is no channel #nowhere that the bot can see"):
        await directory.channel("#nowhere")
    slack.channels["#nowhere"] = "C7"
    hands.move(seconds=6)
    assert await directory.channel("#nowhere") == "C7"


async def test_names_are_known_once_they_were_learned(directory: Directory) -> None:
    await directory.learn_names()
    assert directory.names().groups == {"@leads": "S1", "@managers": "S2"}
    assert directory.names().channels["#manager"] == "C2"


async def test_direct_conversation_is_opened_once(directory: Directory, slack: AnsweringSlack) -> None:
    assert [await directory.direct_channel("U1") for _ in range(3)] == ["DU1"] * 3
    assert slack.count("conversations.open") == 1


async def test_channel_that_is_missing_is_not_looked_for_with_every_message(
    directory: Directory, slack: AnsweringSlack, hands: Hands
) -> None:
    for _ in range(30):
        with pytest.raises(UnknownChannelError):
            await directory.channel("#nowhere")
    assert slack.count("conversations.list") == 1
    slack.channels["#nowhere"] = "C9"
    hands.move(seconds=6)
    assert await directory.channel("#nowhere") == "C9"


async def test_one_who_has_waited_waits_no_longer_for_a_group(
    directory: Directory, slack: AnsweringSlack
) -> None:
    ended = asyncio.Event()
    slack.once(MEMBERS, stalled(ended))
    ANSWER_BY.set(asyncio.get_running_loop().time() + 0.5)
    async with asyncio.timeout(READ_LIMIT):
        assert set((await directory.register(["@leads"])).unknown) == {"@leads"}
    ended.set()
    await directory.close()
