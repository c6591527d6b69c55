"""Set-up's parts: roles given to a workspace's people everywhere, names understood, files written for their owner."""

from __future__ import annotations

import stat
import tomllib
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from dotenv import dotenv_values

from bot.gateway import Gateway
from bot.policy_faults import faults_of
from bot.set_up import samples
from bot.set_up.answers import AnswerError, SeveralError, understood
from bot.set_up.files import PRIVATE, env_text, put, read_template, written_policy
from bot.set_up.following import assigned
from bot.set_up.roles import Kind, Role, everybody, named, roles_of
from bot.set_up.workspace import Candidate, Workspace, read_workspace
from tests.bot.answering import answering_slack, refused
from tests.world import ROOT

SHIPPED = (ROOT / "policy.toml").read_text(encoding="utf-8")


def shipped() -> dict[str, Any]:
    return tomllib.loads(SHIPPED)


def role(key: str) -> Role:
    return next(one for one in roles_of(shipped()) if one.key == key)


def group(handle: str, label: str = "") -> Candidate:
    return Candidate(name=f"@{handle}", label=label or handle, kind=Kind.PEOPLE, is_group=True)


def somebody(user: str, label: str) -> Candidate:
    return Candidate(name=user, label=label, kind=Kind.PEOPLE, also=(label.split(",")[0].casefold(),))


PLACE = Workspace(
    title="Alder",
    candidates=(
        group("branch-managers", "Branch managers, a user group"),
        group("shift-leads", "Shift leads, a user group"),
        somebody("U1", "Ann Lee, Branch manager"),
        somebody("U2", "Bo Lee, Shift lead"),
        Candidate(name="#ops", label="the bot is in it", kind=Kind.CHANNEL),
        Candidate(name="#data-quality", label="the bot is not in it", kind=Kind.CHANNEL, is_there=False),
    ),
)


def test_every_name_of_the_shipped_policy_is_some_roles_or_follows_one() -> None:
    roles = roles_of(shipped())
    given = {
        one.key: (f"@new-{one.key.replace('_', '-')}",) if one.kind is Kind.PEOPLE else (f"#new-{one.key}",)
        for one in roles
    }
    made = assigned(shipped(), given)
    left = sorted({name for name, _, _ in everybody(made) if "new-" not in name})
    assert left == []
    policy, faults = faults_of(made)
    assert policy is not None, faults


def test_what_follows_a_role_goes_with_it_and_nothing_else_does() -> None:
    made = assigned(shipped(), {"manager": ("@branch-managers",), "execution_channel": ("#field",)})
    assert made["owner"] == "@branch-managers"
    assert made["expedited"]["authorizers"] == ["@branch-managers"]
    assert {row["owner"] for row in made["standards"] if row["reference"] == "OPS-017"} == {
        "@branch-managers"
    }
    assert "@branch-managers" in made["reports"]["readers"]
    assert "@team-leads" in made["reports"]["readers"]
    assert made["holds"]["data_unavailable"]["channel"] == "#field"
    assert made["contacts"]["operations_supervisor"]["channel"] == "#field"
    assert made["tiers"][0]["authorizers"] == ["@team-leads"]
    assert made["validators"] == shipped()["validators"]


def test_group_that_has_two_roles_is_not_taken_from_both() -> None:
    twice = assigned(shipped(), {"validators": ("@ops",), "execution": ("@ops",)})
    again = assigned(twice, {"execution": ("@field",)})
    assert again["validators"]["who"] == ["@ops"]
    assert again["execution"]["who"] == ["@field"]
    assert again["holds"]["data_unavailable"]["owner"] == ["@field"]
    both = assigned(twice, {"validators": ("@check",), "execution": ("@field",)})
    assert both["holds"]["data_unavailable"]["owner"] == ["@field"]


def test_name_that_several_roles_share_takes_nothing_with_it() -> None:
    tiers = ("team_lead", "manager", "executive")
    board = assigned(shipped(), dict.fromkeys(tiers, ("@board",)))
    assert board["owner"] == "@board"
    again = assigned(board, {"team_lead": ("@shift-leads",)})
    assert again["tiers"][0]["authorizers"] == ["@shift-leads"]
    assert again | {"tiers": board["tiers"]} == board
    assert again["tiers"][1:] == board["tiers"][1:]
    managed = assigned(board, {"manager": ("@managers",)})
    assert (managed["owner"], managed["expedited"]["authorizers"]) == ("@managers", ["@managers"])
    assert managed["standards"] == board["standards"]


def test_person_with_two_roles_hands_no_reading_to_the_one_who_gets_one_of_them() -> None:
    one = ("U0ONE",)
    both = assigned(shipped(), {"managing_director": one, "operations_director": one})
    again = assigned(both, {"managing_director": ("U0TWO",)})
    assert again["contacts"]["managing_director"]["who"] == ["U0TWO"]
    assert again["reports"] == both["reports"]
    assert again["contacts"]["operations_director"] == both["contacts"]["operations_director"]


def test_one_of_several_who_goes_is_replaced_only_where_they_were() -> None:
    first = assigned(shipped(), {"administrators": ("U0IDA", "U0DINA"), "operations_director": ("U0OLE",)})
    lonely = first | {"exports": {"who": ["@compliance", "U0IDA"]}}
    kept = assigned(lonely, {"administrators": ("U0IDA", "U0EVE")})
    assert kept["exports"]["who"] == ["@compliance", "U0IDA"]
    gone = assigned(lonely, {"administrators": ("U0EVE", "U0DINA")})
    assert gone["exports"]["who"] == ["@compliance", "U0EVE"]


def test_same_people_in_another_order_change_nothing() -> None:
    made = assigned(
        shipped(), {"administrators": ("U0DIRECTOR", "U0ADMIN001"), "manager": ("@ops-managers",)}
    )
    assert made == shipped()


def test_first_set_up_leaves_no_name_of_the_sample_to_hear_of_alerts() -> None:
    made = assigned(shipped(), {"administrators": ("U0IDA", "U0DINA"), "operations_director": ("U0DINA",)})
    assert made["alerts"]["fallback"] == ["U0IDA", "U0DINA"]
    assert "U0ADMIN001" not in made["exports"]["who"]


def test_second_set_up_finds_what_the_first_one_wrote() -> None:
    assert samples.is_as_shipped(shipped())
    own = shipped() | {"process_link": ""}
    assert not samples.is_as_shipped(own)
    moved = shipped() | {"calendar": shipped()["calendar"] | {"time_zone": "Asia/Tokyo"}}
    assert not samples.is_as_shipped(moved)


def test_samples_are_those_of_the_policy_as_shipped() -> None:
    assert shipped()["policy_review"]["reviewed_on"] == samples.REVIEWED_ON
    assert "reviewed_on" not in samples.without_review(shipped())["policy_review"]
    assert list(samples.left_in(shipped())) == ["calendar.holidays"]
    left = samples.left_in(shipped() | {"currency": "USD"})
    assert left["standards.unit"] == "EUR for OPS-003, OPS-018"


def test_currency_is_offered_by_the_clock_that_people_have_and_else_asked_for() -> None:
    told = [samples.currency_at(zone) for zone in ("Europe/Berlin", "America/Chicago", "Asia/Dubai")]
    assert told == ["EUR", "USD", ""]


def test_optional_role_without_anybody_has_no_line() -> None:
    made = assigned(shipped(), {"teams": (), "managing_director_backup": ()})
    assert "teams" not in made
    assert "backup" not in made["contacts"]["managing_director"]


def test_fitting_names_are_suggested_groups_first_for_a_team_and_people_for_a_contact() -> None:
    assert [one.name for one in PLACE.like(role("manager"))] == ["@branch-managers", "U1"]
    assert [one.name for one in PLACE.like(role("conflicting_data_channel"))] == ["#data-quality"]
    assert PLACE.like(role("operations_supervisor")) == []


def workspace_of(*people: str, groups: tuple[str, ...] = ()) -> Workspace:
    named = [somebody(f"U{n}", label) for n, label in enumerate(people)]
    return Workspace(title="Pier", candidates=(*(group(one) for one in groups), *named))


def test_suggestion_that_enter_takes_is_no_lone_person_for_a_group_and_has_the_title_before_the_field() -> (
    None
):
    pier = workspace_of(
        "Ada Oh, Board, operations",
        "Ben Ek, Terminal supervisor",
        "Cy Ro, Terminal director",
        "Di Ma, Chief executive",
        groups=("floor-crew",),
    )
    assert pier.best(role("execution")) == ("@floor-crew",)
    assert pier.best(role("operations_supervisor")) == ("U1",)
    assert pier.best(role("operations_director")) == ("U2",)
    assert pier.best(role("managing_director")) == ("U3",)
    assert workspace_of("Ada Oh, Board, operations").best(role("execution")) == ()
    assert pier.best(role("administrators")) == ()


def test_teams_are_groups_and_no_people() -> None:
    assert workspace_of("Ann Lee, Sales").choices(role("teams")) == []
    with pytest.raises(AnswerError, match="Ann Lee, Branch manager: a person is no group"):
        understood("@shift-leads, U1", role("teams"), PLACE)
    assert understood("@shift-leads", role("teams"), PLACE) == ("@shift-leads",)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("@branch-managers", ("@branch-managers",)),
        ("branch-managers", ("@branch-managers",)),
        ("ann lee", ("U1",)),
        ("U2", ("U2",)),
        ("2, U1, 2", ("U2", "U1")),
        ("-", ()),
        ("", ()),
    ],
)
def test_names_ids_and_numbers_are_understood(typed: str, meant: tuple[str, ...]) -> None:
    listed = [PLACE.candidates[0], PLACE.candidates[3]]
    assert understood(typed, role("manager"), PLACE, listed) == meant


def test_word_that_is_no_name_brings_those_that_have_it() -> None:
    with pytest.raises(SeveralError) as raised:
        understood("branch", role("manager"), PLACE)
    assert [one.name for one in raised.value.found] == ["@branch-managers", "U1"]


@pytest.mark.parametrize(
    ("key", "typed", "told"),
    [
        ("manager", "@nobody", "Nobody here is called @nobody"),
        ("manager", "@shift-leeds", 'did you mean "@shift-leads"'),
        ("manager", "7", "no number 7"),
        ("administrators", "U1", "Name 2 people at least"),
        ("manager_channel", "#nowhere", "Create it in Slack"),
        ("manager_channel", "#ops, #data-quality", "Choose one channel"),
    ],
)
def test_what_cannot_be_taken_is_told_with_what_would_be(key: str, typed: str, told: str) -> None:
    with pytest.raises(AnswerError, match=told):
        understood(typed, role(key), PLACE, [PLACE.candidates[0]])


def test_group_is_enough_where_two_people_are_wanted() -> None:
    assert understood("@shift-leads", role("administrators"), PLACE) == ("@shift-leads",)


def test_comments_stay_where_the_policy_is_made_a_workspaces_own() -> None:
    made = assigned(shipped(), {"validators": ("@quality-desk", "U0QUINN")})
    text, policy, faults = written_policy(made, SHIPPED)
    assert policy is not None, faults
    assert text == SHIPPED.replace('who = ["@ops-validators"]', 'who = ["@quality-desk", "U0QUINN"]')


def test_policy_that_would_not_be_in_order_is_not_written() -> None:
    broken = shipped() | {"currency": "euros"}
    text, policy, faults = written_policy(broken, SHIPPED)
    assert (text, policy) == ("", None)
    assert [fault.key for fault in faults] == ["currency"]


def test_shipped_policy_in_another_folder_still_finds_its_samples(tmp_path: Path) -> None:
    _, written, is_there = read_template(tmp_path / "policy.toml", ROOT / "policy.toml")
    assert not is_there
    assert {Path(row["path"]) for row in written["sources"]} == {
        ROOT / "sample" / f"{name}.csv" for name in ("crm", "contracts", "history")
    }


def test_env_keeps_its_lines_and_comments_and_gets_the_values() -> None:
    template = (ROOT / ".env.example").read_text(encoding="utf-8")
    text = env_text(template, {"SLACK_BOT_TOKEN": "xoxb-1", "CRM_TOKEN": "it's a $ecret #1"})
    assert "# Bot User OAuth Token" in text
    assert "SLACK_BOT_TOKEN=xoxb-1\n" in text
    assert text.count("SLACK_BOT_TOKEN=") == 1


@pytest.mark.parametrize(
    "value", ["xoxb-1-2", "it's", 'a "b" #c', "back\\slash", "postgresql://u:p@h/d?x=1&y=2"]
)
def test_value_is_read_back_as_it_was_given(tmp_path: Path, value: str) -> None:
    (tmp_path / ".env").write_text(env_text("", {"SOMETHING": value}), encoding="utf-8")
    assert dotenv_values(tmp_path / ".env") == {"SOMETHING": value}


def test_env_is_its_owners_alone_also_where_it_was_not_and_so_is_what_was_there(tmp_path: Path) -> None:
    env = tmp_path / ".env"
    env.write_text("OLD=1\n", encoding="utf-8")
    env.chmod(0o644)
    kept = put(env, "NEW=1\n", PRIVATE)
    assert kept == tmp_path / ".env.bak"
    assert kept.read_text(encoding="utf-8") == "OLD=1\n"
    assert [stat.S_IMODE(one.stat().st_mode) for one in (env, kept)] == [0o600, 0o600]
    again = put(env, "NEWER=1\n", PRIVATE)
    assert again == tmp_path / ".env.bak2"
    assert kept.read_text(encoding="utf-8") == "OLD=1\n"


def test_env_that_stays_as_it_is_becomes_its_owners_alone(tmp_path: Path) -> None:
    env = tmp_path / ".env"
    env.write_text("SAME=1\n", encoding="utf-8")
    env.chmod(0o644)
    assert put(env, "SAME=1\n", PRIVATE) is None
    assert stat.S_IMODE(env.stat().st_mode) == 0o600


def test_same_file_again_is_not_kept_twice(tmp_path: Path) -> None:
    assert put(tmp_path / "policy.toml", SHIPPED) is None
    assert put(tmp_path / "policy.toml", SHIPPED) is None
    assert [path.name for path in tmp_path.iterdir()] == ["policy.toml"]


def test_what_was_kept_before_is_not_kept_twice(tmp_path: Path) -> None:
    env = tmp_path / ".env"
    for text in ("ONE=1\n", "TWO=2\n", "ONE=1\n", "TWO=2\n", "ONE=1\n"):
        put(env, text, PRIVATE)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".env", ".env.bak", ".env.bak2"]
    assert (tmp_path / ".env.bak").read_text(encoding="utf-8") == "ONE=1\n"


def test_what_set_up_keeps_beside_is_no_part_of_the_repository() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    for name in (".env.bak", ".env.bak2", "policy.toml.0123456789ab.bak", "policy.toml.faulty.bak3"):
        assert any(fnmatch(name, pattern) for pattern in ignored), name


def test_shipped_policy_names_whom_its_roles_name() -> None:
    assert named(shipped(), role("validators")) == ("@ops-validators",)
    assert named(shipped(), role("executive_channel")) == ("#exceptions-executive",)


async def test_workspace_whose_plan_has_no_groups_is_read_all_the_same() -> None:
    async with answering_slack() as slack:
        slack.answers("auth.test", lambda: told(team_id="T1", team="Alder", user_id="U0BOT"))
        slack.answers("usergroups.list", lambda: refused("plan_upgrade_required"))
        members = [
            {
                "id": "U0ANN",
                "team_id": "T1",
                "name": "ann",
                "tz": "Europe/Oslo",
                "profile": {"title": "Clerk"},
            },
            {"id": "U0GUEST", "team_id": "T1", "name": "gus", "is_restricted": True},
            {"id": "U0GONE", "team_id": "T1", "name": "lev", "deleted": True},
            {"id": "U0BOT", "team_id": "T1", "name": "desk", "is_bot": True},
        ]
        slack.answers("users.list", lambda: told(members=members))
        gateway = Gateway("xoxb-1", slack.url)
        try:
            found = await read_workspace(gateway)
        finally:
            await gateway.close()
    assert not found.has_groups
    assert [one.name for one in found.of(Kind.PEOPLE)] == ["U0ANN"]
    assert found.time_zone == "Europe/Oslo"
    with pytest.raises(AnswerError, match="no user groups"):
        understood("@ops", role("validators"), found)


def told(**answer: Any) -> web.Response:
    return web.json_response({"ok": True} | answer)
