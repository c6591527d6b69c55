"""Set-up as a new administrator does it: a real terminal, a workspace of other names, and the bot that runs then."""

from __future__ import annotations

import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.set_up.roles import everybody
from sandbox import LocalSlack
from sandbox.blockkit import visible_text
from tests.processes.alder import environment, files_in, flags, policy_of
from tests.processes.bot_process import BotProcess, database_url, run_app, start_run
from tests.processes.stored import Stored
from tests.processes.terminal import Terminal
from tests.world import FORM, ROOT

REQUESTER, VALIDATOR, MANAGER, OPERATOR = "U0ALNORA01", "U0ALQUINN1", "U0ALBRITA1", "U0ALFINN01"


async def test_set_up_at_a_terminal_makes_a_bot_that_runs(
    alder: LocalSlack, tmp_path: Path, at_terminal: Callable[..., Terminal]
) -> None:
    outside = {"SLACK_API_URL": alder.api_url, "DATABASE_URL": database_url(tmp_path)}
    terminal = at_terminal("init", folder=tmp_path, around=outside)
    await terminal.answers_hidden("Bot User OAuth Token", "not-a-token")
    await terminal.says("It begins with xoxb-")
    await terminal.answers_hidden("Bot User OAuth Token", "xoxb-of-nobody")
    await terminal.answers_hidden("App-level token", alder.app_token)
    await terminal.says("invalid_auth")
    await terminal.answers_hidden("Bot User OAuth Token", alder.bot_token)
    await terminal.says("Alder Freight: 8 user groups, 12 people, 8 channels.")
    await terminal.answers("Who gives the first approval")
    await terminal.answers("Who authorises as Team lead", "@shift-leeds")
    await terminal.says('did you mean "@shift-leads"?')
    await terminal.answers("search", "@shift-leads")
    await terminal.answers("Who authorises as Manager", "branch")
    await terminal.says("@branch-managers")
    await terminal.answers("search", "1")
    await terminal.answers("Who authorises as Executive", "@leadership")
    await terminal.answers("Who carries out", "@fulfilment")
    await terminal.answers("Who settles which value holds")
    await terminal.answers("Who is asked where a regulation")
    await terminal.answers("Who administers the bot")
    await terminal.says("Nothing stands in brackets")
    await terminal.answers("search", "ida.tech")
    await terminal.says("Name 2 people at least")
    await terminal.answers("search", "ida.tech, dina.aas")
    await terminal.answers("Who is the operations supervisor")
    await terminal.answers("Who is the operations director")
    await terminal.answers("Who is the customer success manager")
    await terminal.answers("Who is the managing director")
    for contact in ("operations supervisor", "operations director", "customer success manager"):
        await terminal.answers(f"Who is told where the {contact}")
    await terminal.answers("Who is told where the managing director", "-")
    await terminal.answers("Which groups do requesters belong to", "@account-managers")
    await terminal.says("The bot creates no channel")
    await terminal.answers("requests for the team lead", "shift-exceptions")
    await terminal.answers("requests for the manager", "#branch-approvals")
    await terminal.answers("requests for the executive", "#no-such-channel")
    await terminal.says("Slack shows the bot no channel #no-such-channel")
    await terminal.answers("search", "#leadership-desk")
    await terminal.answers("Where does operations carry out", "#fulfilment")
    await terminal.answers("Where are sources that disagree")
    await terminal.answers("Where is compliance asked")
    await terminal.answers("Where do customers' complaints")
    await terminal.answers("What it is called", "Exceptions at Alder Freight")
    await terminal.answers("Currency of decision values", "kroner")
    await terminal.answers("Currency of decision values", "nok")
    await terminal.answers("Time zone of business days")
    await terminal.answers("Where people read about the process")
    for source in ("CRM", "Contract records", "Customer history"):
        await terminal.answers(f"{source}: a CSV file")
    await terminal.answers("Write policy.toml and .env?", "y")
    assert await terminal.ended() == 0
    assert alder.bot_token not in terminal.shown
    assert alder.app_token not in terminal.shown
    assert "/invite @exception_desk\n  #legal-and-risk" in terminal.shown
    assert max(len(line) for line in terminal.shown.splitlines() if ": " not in line) <= 100
    assert "Sample data" in terminal.shown
    assert "none of that name" not in terminal.shown

    env = tmp_path / ".env"
    assert stat.S_IMODE(env.stat().st_mode) == 0o600
    assert f"SLACK_BOT_TOKEN={alder.bot_token}\n" in env.read_text(encoding="utf-8")
    written = (tmp_path / "policy.toml").read_text(encoding="utf-8")
    assert '# Policy: "First approver from operational team validates details"' in written
    policy = policy_of(tmp_path)
    samples = {name for name, _, _ in everybody(policy_of(ROOT))} - {"@fulfilment"}
    assert not samples & {name for name, _, _ in everybody(policy)}
    assert policy["process_link"] == ""
    assert policy["title"] == "Exceptions at Alder Freight"
    assert (policy["currency"], policy["calendar"]["time_zone"]) == ("NOK", "Europe/Oslo")
    assert policy["contacts"]["operations_supervisor"]["backup"] == ["U0ALDIRECT"]
    assert policy["contacts"]["operations_director"]["backup"] == ["@leadership"]
    assert "backup" not in policy["contacts"]["managing_director"]
    checked = await run_app("policy", "check", folder=tmp_path)
    assert checked.code == 0, checked.err
    assert checked.out.startswith("policy.toml is in order")
    await _files_decides_and_closes(alder, tmp_path)


async def _files_decides_and_closes(slack: LocalSlack, folder: Path) -> None:
    """The bot with nothing but what was written; a request from the command to its closed record."""
    running: BotProcess = await start_run(folder)
    try:
        await running.said("ready [handlers.serving]")
        await slack.wait_for(lambda: slack.connections == 1)
        who = slack.person(REQUESTER)
        await who.command("/exception")
        await slack.wait_for(who.view)
        await who.fill({label: value for label, value in FORM.items() if label != "Currency"})
        sent = await who.submit()
        assert sent.result == "closed", sent
        for person, stage in ((VALIDATOR, "validation"), (MANAGER, "authorization")):
            card = await _card(slack, "branch-approvals", VALIDATOR, "Read ", f":{stage}'")
            decider = slack.person(person)
            await decider.click(card, "Approve")
            await slack.wait_for(decider.view)
            await decider.fill({"Rationale": "It fits the customer, and the cost is small."})
            decided = await decider.submit()
            assert decided.result == "closed", decided
        operator = slack.person(OPERATOR)
        card = await _card(slack, "fulfilment", OPERATOR, "Mark as executed")
        await operator.click(card, "Mark as executed")
        await slack.wait_for(operator.view)
        await operator.fill({"What was done": "The term is set in the contract."})
        assert (await operator.submit()).result == "closed"
        stored = Stored(folder)
        await slack.wait_for(
            lambda: stored.rows("SELECT status FROM requests") == [("closed",)] or None, timeout=25
        )
    finally:
        running.kill()
        await running.ended()


async def _card(slack: LocalSlack, channel: str, reader: str, says: str, holds: str = "") -> dict[str, Any]:
    """The first message that says something, and holds something in what is not seen."""
    who = slack.person(reader)

    def find() -> dict[str, Any] | None:
        messages = who.messages(channel)
        return next((m for m in messages if says in visible_text(m) and holds in str(m)), None)

    found: dict[str, Any] = await slack.wait_for(find, timeout=25)
    return found


async def test_flags_alone_set_it_up_without_a_terminal(alder: LocalSlack, tmp_path: Path) -> None:
    ended = await run_app(*flags(), folder=tmp_path, **environment(alder, tmp_path))
    assert ended.code == 0, ended.err
    policy = policy_of(tmp_path)
    assert policy["validators"]["who"] == ["@quality-desk"]
    assert policy["administrators"] == ["U0ALITDESK", "U0ALDIRECT"]
    assert policy["owner"] == "@branch-managers"
    assert policy["alerts"]["fallback"] == ["U0ALITDESK", "U0ALDIRECT"]
    assert "reviewed_on" not in policy["policy_review"]
    lines = (line.strip().partition(" ") for line in ended.out.splitlines())
    told = {key: rest.strip() for key, _, rest in lines}
    assert told["owner"] == told["expedited.authorizers"] == "@branch-managers"
    assert "calendar.holidays" in told
    assert f"{sys.executable} {ROOT / 'app.py'} doctor" in ended.out
    assert policy["contacts"]["operations_supervisor"]["backup"] == ["U0ALDIRECT"]
    assert policy["reports"]["channel"] == "#fulfilment"
    assert "teams" not in policy
    looked = await run_app("doctor", folder=tmp_path)
    assert "The bot is not in #legal-and-risk" in looked.out
    assert looked.out.count("RED") == 1
    assert alder.bot_token not in ended.out + ended.err


async def test_signing_secret_is_enough_for_signed_http(alder: LocalSlack, tmp_path: Path) -> None:
    around = environment(alder, tmp_path)
    del around["SLACK_APP_TOKEN"]
    ended = await run_app(*flags(), folder=tmp_path, **around, SLACK_SIGNING_SECRET=alder.signing_secret)
    assert ended.code == 0, ended.err
    written = (tmp_path / ".env").read_text(encoding="utf-8")
    assert f"SLACK_SIGNING_SECRET={alder.signing_secret}\n" in written
    assert "SLACK_APP_TOKEN=\n" in written


async def test_missing_flags_are_all_named_with_their_questions(alder: LocalSlack, tmp_path: Path) -> None:
    lacking = flags(validators=None, manager_channel=None)
    ended = await run_app(*lacking, folder=tmp_path, **environment(alder, tmp_path))
    assert ended.code == 1
    assert "--set validators=…" in ended.err
    assert "Who gives the first approval" in ended.err
    assert "--set manager_channel=…" in ended.err
    assert "Nothing was written." in ended.err
    assert files_in(tmp_path) == []
    alone = await run_app("init", folder=tmp_path)
    assert alone.code == 1
    assert "SLACK_BOT_TOKEN" in alone.err


@pytest.mark.parametrize(
    ("flag", "told"),
    [
        ("--set=validators=@quality-dask", 'did you mean "@quality-desk"?'),
        ("--set=validators=branch", "did you mean one of @branch-managers"),
        ("--set=manager_channel=#nowhere", "Create it in Slack"),
        ("--set=managers=@leadership", 'did you mean "manager"?'),
        ("--currency=euro", "three letters"),
        ("--time-zone=Europe/Osloo", 'Did you mean "Europe/Oslo"?'),
        ("--source=crm=nowhere.csv", "There is no file nowhere.csv."),
        ("--source=erp=nowhere.csv", 'There is no source "erp"'),
    ],
)
async def test_flag_that_cannot_be_taken_is_told_with_what_would_be(
    alder: LocalSlack, tmp_path: Path, flag: str, told: str
) -> None:
    ended = await run_app(*flags(), flag, folder=tmp_path, **environment(alder, tmp_path))
    assert ended.code == 1
    assert told in ended.err
    assert files_in(tmp_path) == []


async def test_names_of_the_sample_that_nobody_replaced_are_named(
    alder: LocalSlack, tmp_path: Path, at_terminal: Callable[..., Terminal]
) -> None:
    terminal = at_terminal(
        "init", *flags(validators=None)[2:], folder=tmp_path, around=environment(alder, tmp_path)
    )
    await terminal.answers("Who gives the first approval", "-")
    await terminal.says("Left for later: @ops-validators stays, of the sample")
    for contact in ("operations supervisor", "operations director", "customer success manager"):
        await terminal.answers(f"Who is told where the {contact}")
    await terminal.answers("Who is told where the managing director")
    await terminal.answers("Which groups do requesters belong to")
    for question in ("What it is called", "Currency", "Time zone", "Where people read"):
        await terminal.answers(question)
    for source in ("CRM", "Contract records", "Customer history"):
        await terminal.answers(f"{source}: a CSV file")
    await terminal.answers("Write policy.toml and .env?")
    assert await terminal.ended() == 0
    assert "this workspace has none of that name" in terminal.shown
    assert "@ops-validators" in terminal.shown.partition("none of that name")[2]
    assert "doctor" in terminal.shown
    looked = await run_app("doctor", folder=tmp_path)
    assert looked.code == 1
    assert "@ops-validators" in looked.out


@pytest.mark.parametrize("at", ["Bot User OAuth Token", "Who gives the first approval", "Write policy.toml"])
async def test_ctrl_c_writes_nothing(
    alder: LocalSlack, tmp_path: Path, at: str, at_terminal: Callable[..., Terminal]
) -> None:
    around = environment(alder, tmp_path)
    if at.startswith("Bot"):
        around.pop("SLACK_BOT_TOKEN")
    given = flags()[2:] if at.startswith("Write") else []
    terminal = at_terminal("init", *given, folder=tmp_path, around=around)
    if at.startswith("Write"):
        for question in (
            "operations supervisor",
            "operations director",
            "customer success",
            "managing director",
        ):
            await terminal.answers(f"Who is told where the {question}")
        for question in ("Which groups", "What it is called", "Currency", "Time zone", "Where people read"):
            await terminal.answers(question)
        for source in ("CRM", "Contract records", "Customer history"):
            await terminal.answers(f"{source}: a CSV file")
    await terminal.says(at)
    await terminal.says(": ")
    terminal.interrupt()
    assert await terminal.ended() == 1
    assert "Nothing was written." in terminal.shown
    assert files_in(tmp_path) == []
