"""`app.py doctor` as a real process: a workspace broken in one way at a time, each named with what to do about it."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from models.readiness.scopes import NEEDED
from sandbox import LocalSlack
from tests.processes.bot_process import Ended, bot, database_url, run_app
from tests.processes.changed_policy import changed_policy
from tests.processes.outside import outside
from tests.world import ROOT, free_port

#: A healthy installation is amber there: nobody in the sample has attested the training.
AMBER = {"training"}
BOT = "U0SAMPLEBOT"


@dataclass
class Broken:
    """An installation, to be broken before the doctor looks at it."""

    slack: LocalSlack
    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    def channel(self, name: str) -> str:
        return next(c.id for c in self.slack.state.channels.values() if c.name == name)

    def group(self, handle: str) -> str:
        return next(g.id for g in self.slack.state.groups.values() if g.handle == handle)

    def members(self, handle: str, *people: str) -> None:
        self.slack.parts.administration.set_group_members(self.group(handle), list(people))

    def policy(self, *changes: tuple[str, str]) -> None:
        """The same policy with changes, on record too, as `policy adopt file` would have it."""
        self.environment["POLICY_FILE"] = str(changed_policy(self.folder, *changes))

    def sql(self, *statements: str) -> None:
        with closing(sqlite3.connect(self.folder / "desk.sqlite3")) as connection:
            names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
            for (name,) in names:
                connection.execute(f"DROP TRIGGER {name}")
            for statement in statements:
                connection.execute(statement)
            connection.commit()

    async def adopt(self) -> None:
        """Put what the policy file says on record, as an operator does."""
        ended = await run_app("policy", "adopt", "file", folder=self.folder, **self.environment)
        assert ended.code == 0, ended.err

    async def doctor(self, *arguments: str) -> Ended:
        ended = await run_app("doctor", *arguments, folder=self.folder, **self.environment)
        assert "Traceback" not in ended.err + ended.out
        return ended


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database that a bot leaves which has run for a moment, with one request in it."""
    folder = tmp_path_factory.mktemp("recorded")
    asyncio.run(_record(folder))
    return folder / "desk.sqlite3"


async def _record(folder: Path) -> None:
    async with outside(folder) as town, bot(town.slack, folder) as running:
        number = await town.file()
        await town.card(number)
        await town.insist_on_sent_once()
        running.terminate()
        assert await running.ended() == 0


@asynccontextmanager
async def installed(
    folder: Path, recorded: Path, manifest: Path = ROOT / "manifest.yml"
) -> AsyncIterator[Broken]:
    """An installation with that record, whose bot has ended."""
    slack = LocalSlack(manifest=manifest, workspace=ROOT / "sample" / "workspace.toml", rate_limits=False)
    await slack.start()
    shutil.copy(recorded, folder / "desk.sqlite3")
    (folder / "sample").symlink_to(ROOT / "sample")
    try:
        yield Broken(
            slack=slack,
            folder=folder,
            environment={
                "SLACK_BOT_TOKEN": slack.bot_token,
                "SLACK_APP_TOKEN": slack.app_token,
                "SLACK_API_URL": slack.api_url,
                "DATABASE_URL": database_url(folder),
                "POLICY_FILE": str(ROOT / "policy.toml"),
            },
        )
    finally:
        await slack.stop()


def levels(ended: Ended) -> dict[str, set[str]]:
    """The items of each level."""
    checks: list[dict[str, Any]] = json.loads(ended.out)["checks"]
    return {level: {c["item"] for c in checks if c["level"] == level} for level in ("red", "amber", "green")}


def said(ended: Ended) -> str:
    """All that the checks say, and what is to be done."""
    return " ".join(f"{c['says']} {c['do']} {c['can']}" for c in json.loads(ended.out)["checks"])


async def test_nothing_is_red_in_a_healthy_installation(tmp_path: Path, recorded: Path) -> None:
    async with installed(tmp_path, recorded) as healthy:
        ended = await healthy.doctor("--format", "json")
        assert levels(ended)["red"] == set()
        assert levels(ended)["amber"] == AMBER
        assert ended.code == 0
        table = await healthy.doctor()
        assert table.code == 0
        for words in (
            "Executive: Bea Hart (U0BOTHHATS) can validate and Elena Cruz",
            "All 13 scopes",
            "0 red",
        ):
            assert words in " ".join(table.out.split())


@dataclass(frozen=True, kw_only=True)
class Breakage:
    """One way in which an installation is broken: what turns red, what turns amber besides, and what is said."""

    breaks: Callable[[Broken], Awaitable[None]]
    red: set[str] = field(default_factory=set)
    amber: set[str] = field(default_factory=set)
    says: tuple[str, ...] = ()


def breakage(
    *says: str, red: str = "", amber: str = ""
) -> Callable[[Callable[[Broken], Awaitable[None]]], Breakage]:
    """A breakage, from what breaks the installation."""

    def made(breaks: Callable[[Broken], Awaitable[None]]) -> Breakage:
        return Breakage(breaks=breaks, red=set(red.split()), amber=set(amber.split()), says=says)

    return made


@breakage(
    "Slack does not accept SLACK_BOT_TOKEN (invalid_auth)",
    "copy the Bot User OAuth Token",
    red="slack",
    amber="scopes channels clock authorities tiers contacts training doors",
)
async def wrong_token(broken: Broken) -> None:
    broken.environment["SLACK_BOT_TOKEN"] = "xoxb-wrong"


@breakage(
    "SLACK_BOT_TOKEN is not set",
    "OAuth & Permissions",
    red="settings",
    amber="scopes channels clock authorities tiers contacts training",
)
async def no_token(broken: Broken) -> None:
    del broken.environment["SLACK_BOT_TOKEN"]


@breakage("Slack does not accept SLACK_APP_TOKEN (invalid_auth)", "connections:write", red="doors")
async def wrong_app_token(broken: Broken) -> None:
    broken.environment["SLACK_APP_TOKEN"] = "xapp-wrong"


@breakage(
    "Slack cannot be reached at http://127.0.0.1:9/",
    "Look at this machine's network",
    red="slack",
    amber="scopes channels clock authorities tiers contacts training doors",
)
async def unreachable(broken: Broken) -> None:
    broken.environment["SLACK_API_URL"] = "http://127.0.0.1:9/api/"


@breakage("The bot sees no channel #data-quality", "/invite @exception_desk", red="channels")
async def channel_missing(broken: Broken) -> None:
    broken.slack.state.channels.pop(broken.channel("data-quality"))


@breakage("#exceptions-manager is archived", "Unarchive it", red="channels")
async def channel_archived(broken: Broken) -> None:
    channel = broken.channel("exceptions-manager")
    broken.slack.parts.administration.set_archived(channel, True, "U0ADMIN001")


@breakage("The bot is not in #operations", "/invite @exception_desk", red="channels")
async def not_in_public_channel(broken: Broken) -> None:
    channel = broken.channel("operations")
    broken.slack.parts.administration.set_membership(channel, BOT, False, "U0ADMIN001")


@breakage("The bot sees no channel #exceptions-executive", "if it is private", red="channels")
async def not_in_private_channel(broken: Broken) -> None:
    channel = broken.channel("exceptions-executive")
    broken.slack.parts.administration.set_membership(channel, BOT, False, "U0ADMIN001")


@breakage(
    "@ops-validators does not exist in this workspace",
    "the first approval",
    "Create the user group",
    "to validate, so nothing can be filed for it",
    red="tiers",
    amber="authorities",
)
async def group_missing(broken: Broken) -> None:
    broken.slack.state.groups.pop(broken.group("ops-validators"))


@breakage(
    "@data-quality is disabled",
    "Enable the user group again",
    "Nobody is there in @data-quality, who own the hold for data that conflict",
    red="governance",
    amber="authorities",
)
async def group_disabled(broken: Broken) -> None:
    broken.slack.parts.administration.set_group_disabled(broken.group("data-quality"), True)


@breakage(
    "@executives has nobody in it who is there",
    "Executive: nobody is there in @executives to authorise",
    red="tiers",
    amber="authorities",
)
async def group_empty(broken: Broken) -> None:
    broken.members("executives")


@breakage("@operations has nobody in it who is there", "carrying out", red="authorities governance")
async def nobody_carries_out(broken: Broken) -> None:
    broken.members("operations", "U0OPERATE1")
    broken.slack.parts.administration.set_deactivated("U0OPERATE1", True)


@breakage(
    "Executive: of @ops-validators and @executives only one person is there",
    "Put a second person",
    red="tiers",
)
async def one_person_for_both(broken: Broken) -> None:
    broken.members("ops-validators", "U0BOTHHATS")
    broken.members("executives", "U0BOTHHATS")


@breakage(
    "Customer success manager: carla.simms (U0CSMANAGR) is not there",
    "the backup is told: Sam Vogel",
    amber="contacts authorities",
)
async def contact_deactivated(broken: Broken) -> None:
    broken.slack.parts.administration.set_deactivated("U0CSMANAGR", True)


@breakage(
    "U0GHOST001 is nobody whom Slack knows",
    "the contact Customer success manager",
    "Name somebody else",
    amber="contacts authorities",
)
async def person_unknown(broken: Broken) -> None:
    broken.policy(('who = ["U0CSMANAGR"]', 'who = ["U0GHOST001"]'))
    await broken.adopt()


@breakage("Contract records could not be read from", "there is no such file", "[[sources]]", red="sources")
async def source_missing(broken: Broken) -> None:
    broken.policy(('path = "sample/contracts.csv"', 'path = "sample/nothing.csv"'))
    await broken.adopt()


@breakage("Customer history has data of 2026-07-24, older than the 24h", "up to date", red="sources")
async def source_stale(broken: Broken) -> None:
    path = 'path = "sample/history.csv"'
    broken.policy((path, f'{path}\nfreshness = {{ field = "last_review", limit = "1d" }}'))
    await broken.adopt()


@breakage(
    "Nothing has been recorded yet",
    "python app.py migrate",
    amber="database thresholds audit kpis schedule outbox",
)
async def no_database(broken: Broken) -> None:
    (broken.folder / "desk.sqlite3").unlink()


@breakage(
    "The database is at migration 0001, and this program needs",
    "python app.py migrate",
    amber="database thresholds audit kpis schedule outbox",
)
async def older_database(broken: Broken) -> None:
    broken.sql("UPDATE alembic_version SET version_num = '0001'")


@breakage("newer than this program's", red="database", amber="thresholds audit kpis schedule outbox")
async def newer_database(broken: Broken) -> None:
    broken.sql("UPDATE alembic_version SET version_num = '9999'")


@breakage("The database cannot be opened", red="database", amber="thresholds audit kpis schedule outbox")
async def no_database_at_all(broken: Broken) -> None:
    (broken.folder / "desk.sqlite3").write_bytes(b"This is no database. " * 400)


@breakage(
    "The record does not hold in 1 places",
    "event 2: its content is not what was recorded",
    "audit verify",
    red="audit",
)
async def tampered_event(broken: Broken) -> None:
    broken.sql("UPDATE events SET actor = 'U0FORGED01' WHERE number = 1001 AND position = 2")


@breakage("of the key figures are not what the events tell", "audit figures", red="kpis")
async def figures_differ(broken: Broken) -> None:
    broken.sql("UPDATE rollups SET count = count + 1")


@breakage("The audit review is not planned", "Start the bot anew", red="schedule")
async def review_not_planned(broken: Broken) -> None:
    broken.sql("DELETE FROM timers WHERE kind = 'audit_review'")


@breakage("The policy's review is overdue", "Review it", red="thresholds")
async def policy_review_overdue(broken: Broken) -> None:
    broken.policy(("reviewed_on = 2026-10-05", "reviewed_on = 2025-10-05"))
    await broken.adopt()
    broken.sql("UPDATE timers SET due_at = '2026-10-05 00:00:00.000000' WHERE kind = 'policy_care'")


@breakage("links to no page where the process is written down", "process_link", amber="process")
async def no_process_link(broken: Broken) -> None:
    broken.policy(
        ('process_link = "https://wiki.harbor.example/operations/exception-handling"', 'process_link = ""')
    )
    await broken.adopt()


@breakage("One approval is enough up to 5 %", "[single_approval]", amber="governance")
async def single_approval(broken: Broken) -> None:
    broken.policy(("enabled = false", "enabled = true"))
    await broken.adopt()


@breakage("does not say what is on record", "policy adopt record", "tiers[0].below", red="policy")
async def policy_differs(broken: Broken) -> None:
    broken.policy(("below = 20", "below = 21"), ("at_least = 20", "at_least = 21"))


@breakage("The policy file cannot be used", "python app.py policy check", red="policy")
async def policy_unreadable(broken: Broken) -> None:
    file = broken.folder / "policy.toml"
    file.write_text("title = ", encoding="utf-8")
    broken.environment["POLICY_FILE"] = str(file)


@breakage("refused in the last week", "channel_not_found", amber="outbox")
async def message_refused(broken: Broken) -> None:
    broken.sql(
        "UPDATE outbox SET fault = 'chat.postMessage: channel_not_found', created_at = datetime('now')"
        " WHERE id = 1"
    )


@breakage("Messages that wait for Slack: ", "the bot's log", red="outbox")
async def outbox_stuck(broken: Broken) -> None:
    broken.sql("UPDATE outbox SET sent = 0, wanted = 1, created_at = datetime('now', '-1 day') WHERE id = 1")


@breakage("This machine's clock is", "behind Slack's", "NTP", red="clock")
async def clock_off(broken: Broken) -> None:
    broken.slack.clock.shift(timedelta(minutes=10).total_seconds())


BREAKAGES = {name: made for name, made in globals().items() if isinstance(made, Breakage)}


@pytest.mark.parametrize("name", BREAKAGES)
async def test_what_is_broken_is_named_with_its_remedy_and_nothing_else_turns_red(
    name: str, tmp_path: Path, recorded: Path
) -> None:
    broken_so = BREAKAGES[name]
    async with installed(tmp_path, recorded) as broken:
        await broken_so.breaks(broken)
        ended = await broken.doctor("--format", "json")
        found = levels(ended)
        assert found["red"] == broken_so.red, ended.out
        assert found["amber"] - found["red"] == (AMBER | broken_so.amber) - broken_so.red, ended.out
        assert ended.code == (1 if broken_so.red else 0)
        for words in broken_so.says:
            assert words in said(ended)
        for secret in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"):
            assert broken.environment.get(secret, "absent") not in ended.out


@pytest.mark.parametrize("scope", NEEDED)
async def test_missing_scope_is_named_with_what_is_lost_without_it(
    scope: str, tmp_path: Path, recorded: Path
) -> None:
    """Reading the groups, people and channels, it stops what rests on them; nothing else turns red."""
    text = (ROOT / "manifest.yml").read_text(encoding="utf-8")
    manifest = tmp_path / "manifest.yml"
    kept = [line for line in text.splitlines() if not re.match(rf"\s+- {scope}\b", line)]
    manifest.write_text("\n".join(kept), encoding="utf-8")
    async with installed(tmp_path, recorded, manifest) as broken:
        ended = await broken.doctor("--format", "json")
        assert f"The scope {scope} is missing" in said(ended)
        level = NEEDED[scope]
        assert "scopes" in levels(ended)[level]
        unseen = {"channels:read": {"channels"}, "groups:read": {"channels"}}.get(scope, set())
        assert levels(ended)["red"] == unseen | ({"scopes"} if level == "red" else set())


async def test_bot_that_listens_by_http_is_found(tmp_path: Path) -> None:
    port = free_port()
    async with outside(tmp_path, request_url=f"http://127.0.0.1:{port}/slack/events") as town:
        secret = town.slack.signing_secret
        broken = Broken(
            slack=town.slack,
            folder=tmp_path,
            environment={
                "SLACK_BOT_TOKEN": town.slack.bot_token,
                "SLACK_SIGNING_SECRET": secret,
                "PORT": str(port),
                "SLACK_API_URL": town.slack.api_url,
                "DATABASE_URL": database_url(tmp_path),
                "POLICY_FILE": str(ROOT / "policy.toml"),
            },
        )
        async with bot(town.slack, tmp_path, SLACK_SIGNING_SECRET=secret, PORT=str(port)):
            ended = await broken.doctor("--format", "json")
            assert (levels(ended)["red"], levels(ended)["amber"]) == (set(), AMBER)
            assert "The bot answers at" in said(ended)
        ended = await broken.doctor("--format", "json")
        assert (levels(ended)["red"], levels(ended)["amber"]) == (set(), AMBER | {"doors"})
        assert "Nothing answers at" in said(ended)
        assert secret not in ended.out


async def test_password_of_the_database_is_not_printed(tmp_path: Path) -> None:
    url = "postgresql+psycopg://desk:open-sesame@127.0.0.1:9/desk"
    ended = await run_app("doctor", folder=tmp_path, DATABASE_URL=url)
    assert ended.code == 1
    assert "open-sesame" not in ended.out + ended.err
    assert "Traceback" not in ended.out + ended.err
    assert "The database cannot be opened" in ended.out
