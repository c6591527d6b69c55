"""An approval from Slack's signed request to the answer, against a bare Bolt listener that only acknowledges.

Both listen in this process, as does the client; what the relay later sends to Slack is no part of an answer.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlencode

from aiohttp import ClientSession, web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult

from bench.figures import compare, machine
from bot.clock import Clock
from bot.services import Services, open_services
from bot.settings import Settings
from bot.views import actions
from bot.views.decision_modal import decision_modal
from handlers.http_door import HttpDoor
from handlers.serving import build_app
from models.acts import File, RecordSnapshots
from models.money import Money
from models.people import SYSTEM
from models.request import Criticality, Customer, Filing, Reason, Stage, Verdict
from models.snapshot import Snapshot
from sandbox import LocalSlack

ROOT = Path(__file__).parent.parent
SECRET = "0123456789abcdef0123456789abcdef"
REQUESTER, VALIDATOR = "U0REQUEST1", "U0VALIDAT1"
#: How many pairs of blocks are measured, and how many requests are in a block.
PAIRS, BLOCK = 15, 32


async def main() -> None:
    """Measure alone and with several under way at once."""
    with TemporaryDirectory() as folder:
        async with (
            opened(Path(folder)) as services,
            bare_app() as bare,
            bot_app(services) as ours,
            ClientSession() as client,
        ):
            for at_once in (1, 8, 32):
                await measure(client, services, ours, bare, at_once)


async def measure(client: ClientSession, services: Services, ours: str, bare: str, at_once: int) -> None:
    """Milliseconds for each request, block by block in turns."""
    series: tuple[list[float], list[float]] = ([], [])
    for pair in range(PAIRS + 1):
        bodies = [await approval(services) for _ in range(BLOCK)]
        for url, taken in zip((ours, bare), series, strict=True):
            took = await send(client, url, bodies, at_once)
            if pair:
                taken.append(took / BLOCK * 1000)
    compare(f"approval over signed HTTP, {at_once} at once", *series, "ms")


async def send(client: ClientSession, url: str, bodies: list[bytes], at_once: int) -> float:
    """Seconds that all take, so many under way at a time; each must be acknowledged without an error."""
    turns = asyncio.Semaphore(at_once)

    async def one(body: bytes) -> None:
        async with turns:
            at = str(int(time.time()))
            digest = hmac.new(SECRET.encode(), f"v0:{at}:".encode() + body, hashlib.sha256).hexdigest()
            headers = {
                "Content-Type": "application/x-www-form-urlencoded",
                "X-Slack-Request-Timestamp": at,
                "X-Slack-Signature": f"v0={digest}",
            }
            async with client.post(url, data=body, headers=headers) as answer:
                text = await answer.text()
                assert (answer.status, text) == (200, ""), text

    began = time.perf_counter()
    await asyncio.gather(*(one(body) for body in bodies))
    return time.perf_counter() - began


async def approval(services: Services) -> bytes:
    """The body of an approval of a request that was just filed."""
    requester = await services.directory.person(REQUESTER)
    filed = await services.desk.perform(File(filing=FILING), by=requester, key=f"bench:{time.monotonic_ns()}")
    assert filed.request is not None, filed.refusal
    policy, at = services.desk.policies.current, services.clock.now()
    read = tuple(Snapshot.of(source.name, source.title, at, {"id": "CU-1004"}) for source in policy.sources)
    gathered = RecordSnapshots(number=filed.request.number, snapshots=read)
    await services.desk.perform(gathered, by=SYSTEM, key=f"bench:{time.monotonic_ns()}")
    names = services.directory.names()
    view = decision_modal(filed.request, policy, names, stage=Stage.VALIDATION, verdict=Verdict.APPROVED)
    rationale = next(b for b in view["blocks"] if b.get("block_id") == "rationale")
    entered = {"type": "plain_text_input", "value": "They have paid on time for nine years."}
    state = {"values": {"rationale": {rationale["element"]["action_id"]: entered}}}
    team = {"id": services.identity.team, "domain": "sample"}
    payload: dict[str, Any] = {
        "type": "view_submission",
        "team": team,
        "user": {"id": VALIDATOR, "team_id": team["id"]},
        "view": view | {"id": f"V{filed.request.number}", "hash": "1.a", "state": state},
        "response_urls": [],
    }
    return urlencode({"payload": json.dumps(payload)}).encode()


FILING = Filing(
    standard="OPS-017",
    customer=Customer(id="CU-1004", name="Sample & Sons"),
    reason=Reason.RETENTION,
    rationale="They have paid on time for nine years.",
    impact="Cash comes ten days later.",
    criticality=Criticality.MEDIUM,
    value=Money(amount=Decimal(8000), currency="EUR"),
    requested=Decimal(40),
)


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Services]:
    """The bot's services beside a local Slack, which is asked who is who."""
    slack = LocalSlack(
        manifest=ROOT / "manifest.yml", workspace=ROOT / "sample" / "workspace.toml", rate_limits=False
    )
    await slack.start()
    settings = Settings(
        slack_bot_token=slack.bot_token,
        slack_signing_secret=SECRET,
        slack_api_url=slack.api_url,
        database_url=f"sqlite:///{folder / 'desk.sqlite3'}",
        policy_file=ROOT / "policy.toml",
    )
    try:
        async with open_services(settings, Clock()) as services:
            yield services
    finally:
        await slack.stop()


@asynccontextmanager
async def bot_app(services: Services) -> AsyncIterator[str]:
    """The whole bot behind its own HTTP door; its address."""
    door = HttpDoor(build_app(services), services)
    async with listening(door.application()) as address:
        yield address


@asynccontextmanager
async def bare_app() -> AsyncIterator[str]:
    """A Bolt app whose only listener acknowledges; its address."""

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T1", bot_user_id="U1", bot_id="B1", bot_token="x")

    app = AsyncApp(signing_secret=SECRET, authorize=authorize, process_before_response=True)

    async def acknowledge(ack: AsyncAck) -> None:
        await ack()

    app.view(actions.DECISION)(acknowledge)

    async def slack(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    application = web.Application()
    application.router.add_post("/slack/events", slack)
    async with listening(application) as address:
        yield address


@asynccontextmanager
async def listening(application: web.Application) -> AsyncIterator[str]:
    """The application on a free port; where it takes Slack's requests."""
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    finally:
        await runner.cleanup()


if __name__ == "__main__":
    print(machine())
    asyncio.run(main())
