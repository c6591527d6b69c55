"""Services: what one workspace's bot is made of, opened and closed in order; it decides nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial

import structlog
from sqlalchemy import Connection

from bot.clock import Clock
from bot.desk import Desk
from bot.directory import Directory
from bot.gateway import Gateway, Identity, SlackError, SlackRateLimitedError, SlackUnavailableError
from bot.outbox import Outbox
from bot.policies import Policies
from bot.policy_file import PolicyFile, load, policy_from_json, policy_json
from bot.records import Records
from bot.relay import Relay
from bot.roll import Roll
from bot.settings import Settings
from bot.sources.customer_index import CustomerIndex
from bot.sources.gathering import open_sources
from bot.sources.protocol import Source
from bot.writer import Reader, writer_for
from models import ledger, queries
from models.database import migrate, open_database
from models.events import EventKind, event
from models.people import SYSTEM
from models.policy import Policy

log = structlog.get_logger(__name__)


class TokenError(Exception):
    """Slack does not take the bot token; the text says what to do."""


@dataclass(frozen=True, kw_only=True)
class Services:
    """The parts of the bot, ready for use."""

    settings: Settings
    clock: Clock
    identity: Identity
    gateway: Gateway
    directory: Directory
    desk: Desk
    records: Records
    outbox: Outbox
    relay: Relay
    customers: CustomerIndex
    sources: Callable[[Policy], Sequence[Source]]


@asynccontextmanager
async def open_services(settings: Settings, clock: Clock) -> AsyncIterator[Services]:
    """Everything opened: policy, database, Slack. Raises PolicyFileError, DatabaseUrlError and TokenError."""
    policy_file = load(settings.policy_file)
    folder = settings.policy_file.resolve().parent
    for fault in policy_file.warnings:
        log.warning("policy", warning=str(fault))
    async with AsyncExitStack() as stack:
        engine = open_database(settings.database_url)
        stack.callback(engine.dispose)
        reader, writer = Reader(engine), writer_for(engine)
        stack.callback(reader.close)
        stack.callback(writer.close)
        gateway = Gateway(settings.slack_bot_token, settings.slack_api_url)
        stack.push_async_callback(gateway.close)
        if migrate(engine):
            log.info("database migrated")
        identity = await _identity(gateway)
        policies = await writer.run(partial(_policies_on_record, identity.team, policy_file, clock))
        directory = Directory(gateway=gateway, clock=clock, team=identity.team)
        stack.push_async_callback(directory.close)
        await _learn_names(directory)
        desk = Desk(
            workspace=identity.team,
            writer=writer,
            roll=Roll(workspace=identity.team, reader=reader, directory=directory, policies=policies),
            directory=directory,
            clock=clock,
            policies=policies,
        )
        records = Records(workspace=identity.team, reader=reader)
        outbox = Outbox(workspace=identity.team, writer=writer, reader=reader, clock=clock)
        relay = Relay(
            outbox=outbox,
            records=records,
            policies=policies,
            directory=directory,
            gateway=gateway,
            clock=clock,
        )
        await desk.keep_schedule()
        customers = CustomerIndex(_searched(policies.current, open_sources(policies.current, folder)))
        yield Services(
            settings=settings,
            clock=clock,
            identity=identity,
            gateway=gateway,
            directory=directory,
            desk=desk,
            records=records,
            outbox=outbox,
            relay=relay,
            customers=customers,
            sources=partial(open_sources, folder=folder),
        )


def _searched(policy: Policy, sources: Sequence[Source]) -> Source:
    """The source that customers are searched in; the policy's check has made sure of it."""
    return next(source for source in sources if source.name == policy.customers)


async def _identity(gateway: Gateway) -> Identity:
    try:
        return await gateway.identity()
    except SlackError as error:
        raise TokenError(
            f"Slack does not accept SLACK_BOT_TOKEN ({error.code}): copy the Bot User OAuth Token anew from your "
            "app's page at api.slack.com/apps → OAuth & Permissions, after the app was installed to the workspace."
        ) from error
    except (SlackUnavailableError, SlackRateLimitedError) as error:
        raise TokenError(f"Slack cannot be reached, so the bot did not start: {error}") from error


async def _learn_names(directory: Directory) -> None:
    """Ids of groups and channels; without them the bot starts, and what needs them is refused or waits."""
    try:
        await directory.learn_names()
    except (SlackError, SlackUnavailableError, SlackRateLimitedError) as error:
        log.warning("groups or channels cannot be read yet", error=str(error))


def _policies_on_record(team: str, policy_file: PolicyFile, clock: Clock, connection: Connection) -> Policies:
    """Every recorded policy; the file's content becomes a new version where it is none yet."""
    at = clock.now()
    ledger.open_workspace(connection, team)
    recorded = queries.policy_versions(connection, team)
    if policy_file.version not in recorded:
        content = policy_json(policy_file.policy)
        ledger.record_policy(connection, team, policy_file.version, content, at)
        happened = event(
            EventKind.POLICY_RECORDED, version=policy_file.version, title=policy_file.policy.title
        )
        ledger.extend_workspace_chain(
            connection, (happened,), workspace=team, by=SYSTEM, at=at, version=policy_file.version
        )
        recorded[policy_file.version] = content
        log.info("policy recorded", version=policy_file.version)
    known = {version: policy_from_json(content) for version, content in recorded.items()}
    return Policies(policy_file.version, known)
