"""A whole world for a scenario: the local Slack, and the bot in it over the real protocol, in one event loop."""

from __future__ import annotations

import asyncio
import importlib.util
import random
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.attesting import policies_on_record
from bot.audit import attest
from bot.clock import Clock
from bot.services import Services, open_services
from bot.settings import Settings
from bot.views.verified import fault_lines
from handlers.serving import serve
from models.database import open_database
from models.request import ExceptionRequest
from sandbox import LocalSlack
from sandbox.blockkit import visible_text
from sandbox.person import ActingPerson, Submission

ROOT = Path(__file__).parent.parent
ORACLE = ROOT.parent / "shared" / "oracle"

REQUESTER, VALIDATOR, OTHER_VALIDATOR = "U0REQUEST1", "U0VALIDAT1", "U0VALIDAT2"
LEAD, MANAGER, OTHER_MANAGER, EXECUTIVE = "U0TEAMLD01", "U0MANAGER1", "U0MANAGER2", "U0EXECUTE1"
BOTH_HATS, SUPERVISOR, DIRECTOR, OPERATOR = "U0BOTHHATS", "U0SUPERVIS", "U0DIRECTOR", "U0OPERATE1"
GUEST, STRANGER, MEMBER, ADMIN = "U0GUEST001", "U0STRANGE1", "U0MEMBER01", "U0ADMIN001"
COMPLIANCE, CHIEF, CHAIR = "U0COMPLIA1", "U0MANDIREC", "U0CHAIROFB"

#: A complete form for the payment term of 30 days: 40 days are 33.3 percent, the managers'.
FORM: dict[str, Any] = {
    "Standard policy": "OPS-017",
    "Customer": "Café Luminère",
    "Requested value": "40",
    "Decision value": "8000",
    "Currency": "EUR",
    "Reason code": "Customer retention",
    "Rationale": "They renew for two years if the term fits their own cycle.",
    "Impact analysis": "Cash comes ten days later on eight orders a year.",
    "Process criticality": "Medium",
}


@dataclass(frozen=True, kw_only=True)
class World:
    """The local Slack and the bot's services."""

    slack: LocalSlack
    services: Services
    committed: asyncio.Event

    def person(self, user: str) -> ActingPerson:
        """Somebody to act as."""
        return self.slack.person(user)

    async def file(self, by: str = REQUESTER, **changed: Any) -> ExceptionRequest:
        """A request that was filed through the form and has its card."""
        who = self.person(by)
        await who.command("/exception")
        await self.slack.wait_for(who.view)
        await who.fill({label: value for label, value in (FORM | changed).items() if value is not None})
        sent = await who.submit()
        assert sent.result == "closed", sent
        return await self.request(max(await self.numbers()))

    async def card(
        self, request: ExceptionRequest, says: str = "Read ", channel: str = "exceptions-manager"
    ) -> dict[str, Any]:
        """The request's card in a channel, once it says something; unless told what: what the sources said."""
        return await self.message(lambda text: request.id in text and says in text, channel, VALIDATOR)

    async def message(
        self, wanted: Callable[[str], bool], channel: str, reader: str, thread_ts: str | None = None
    ) -> dict[str, Any]:
        """The first message in a channel whose visible text is as wanted, once there is one."""
        who = self.person(reader)

        def find() -> dict[str, Any] | None:
            messages = who.messages(channel, thread_ts=thread_ts)
            return next((m for m in messages if wanted(visible_text(m))), None)

        return await self.slack.wait_for(find, timeout=10)

    async def dm(self, reader: str, wanted: Callable[[str], bool]) -> dict[str, Any]:
        """The first message of the app to somebody that is as wanted, once there is one."""
        who = self.person(reader)
        return await self.slack.wait_for(
            lambda: next((m for m in who.dm() if wanted(visible_text(m))), None), timeout=10
        )

    async def whisper(self, reader: str, channel: str = "exceptions-manager") -> str:
        """What the app said to one person alone, once it has."""
        who = self.person(reader)
        said = await self.slack.wait_for(lambda: who.ephemerals(channel), timeout=10)
        return visible_text(said[-1])

    async def decide(self, by: str, button: str, card: dict[str, Any], **form: Any) -> Submission:
        """Press Approve or Reject on a card, fill in the form and send it."""
        who = self.person(by)
        await who.click(card, button)
        await self.slack.wait_for(who.view)
        await who.fill({"Rationale": f"{button} is right here."} | form)
        return await who.submit()

    async def settled(self, number: int, wanted: Callable[[ExceptionRequest], bool]) -> ExceptionRequest:
        """The request, once it is as wanted."""
        async with asyncio.timeout(10):
            while True:
                self.committed.clear()
                request = await self.request(number)
                if wanted(request):
                    return request
                await self.committed.wait()

    async def numbers(self) -> list[int]:
        """The numbers of all open requests."""
        return [request.number for request in await self.services.records.open_requests()]

    async def request(self, number: int) -> ExceptionRequest:
        """A request as it is committed."""
        found = await self.services.records.request(number)
        assert found is not None
        return found


@asynccontextmanager
async def open_world(
    folder: Path,
    *,
    transport: str = "socket",
    policy: Path = ROOT / "policy.toml",
    workspace: Path = ROOT / "sample" / "workspace.toml",
    rate_limits: bool = False,
    alerts: tuple[str, ...] = (),
    manifest: Path = ROOT / "manifest.yml",
    looks_after: float = 3600,
    is_sample: bool = False,
) -> AsyncIterator[World]:
    """The bot in a local Slack, by Socket Mode or signed HTTP; afterwards its calls and its record are judged.

    `alerts` are the secrets that alerts may be signed with; without one there is no door for them.
    So many seconds (`looks_after`) after its start it looks whether it can do everything: in other tests never.
    """
    port = free_port() if transport == "http" or alerts else 0
    slack = LocalSlack(
        manifest=manifest,
        workspace=workspace,
        record_calls=True,
        rate_limits=rate_limits,
        request_url=f"http://127.0.0.1:{port}/slack/events" if transport == "http" else None,
    )
    await slack.start()
    clock = Clock(slack.clock.now)
    slack.clock.subscribe(clock.jumped)
    settings = Settings(
        slack_bot_token=slack.bot_token,
        slack_app_token=slack.app_token if transport == "socket" else None,
        slack_signing_secret=slack.signing_secret if transport == "http" else None,
        slack_api_url=slack.api_url,
        database_url=f"sqlite:///{folder / 'desk.sqlite3'}",
        policy_file=policy,
        alerts_secret=alerts,
        port=port,
    )
    stop, ready = asyncio.Event(), asyncio.Event()
    try:
        async with open_services(settings, clock, is_sample=is_sample) as services:
            serving = asyncio.create_task(serve(services, stop, ready, looks_after))
            await asyncio.wait(
                [serving, asyncio.create_task(ready.wait())], return_when=asyncio.FIRST_COMPLETED
            )
            if serving.done():
                await serving
            if transport == "socket":
                await slack.wait_for(lambda: slack.connections == 1)
            committed = asyncio.Event()
            services.desk.on_commit(committed.set)
            try:
                yield World(slack=slack, services=services, committed=committed)
            finally:
                stop.set()
                await serving
    finally:
        await slack.stop()
    assert complaints(slack.calls) == []
    assert faults_of_record(folder, clock) == []


def faults_of_record(folder: Path, clock: Clock) -> list[str]:
    """Where the record that the bot left is not as its events tell."""
    engine = open_database(f"sqlite:///{folder / 'desk.sqlite3'}")
    try:
        with engine.connect().execution_options(reads_only=True) as connection:
            return [*fault_lines(attest(connection, policies_on_record(connection), clock.now()))]
    finally:
        engine.dispose()


def complaints(calls: list[dict[str, Any]]) -> list[str]:
    """What the independent judge says of the bot's calls; nothing where it is not there."""
    judge = _judge()
    if judge is None:
        return []
    return [f"{c['method']}: {said}" for c in calls for said in judge(c["method"], c["args"])]


def _judge() -> Callable[[str, dict[str, Any]], list[str]] | None:
    file = ORACLE / "judge.py"
    if not file.is_file():
        return None
    found = importlib.util.spec_from_file_location("judge", file)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    judge: Callable[[str, dict[str, Any]], list[str]] = module.judge
    return judge


def free_port() -> int:
    """A port that nobody listens on, below those that the system hands out by itself: no other test is given it."""
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
