"""Services: what one workspace's bot is made of, opened and closed in order; it decides nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial

import structlog
from sqlalchemy import Connection, Engine

from bot import policy_record, rollups
from bot.clock import Clock
from bot.deciders import Deciders
from bot.desk import Desk
from bot.directory import Directory
from bot.finder import Finder
from bot.gallery import Gallery
from bot.gateway import Gateway, Identity, SlackError, SlackRateLimitedError, SlackUnavailableError
from bot.home_memory import HomeMemory
from bot.inspector import Inspector
from bot.outbox import Outbox
from bot.policies import Policies
from bot.policy_file import PolicyFile, load
from bot.reachability import Reachability
from bot.records import Records
from bot.relay import Relay
from bot.reporter import Reporter
from bot.resources import Availability
from bot.roll import Roll
from bot.settings import Settings
from bot.sources.customer_index import CustomerIndex
from bot.sources.gathering import open_sources
from bot.sources.protocol import Source
from bot.turned_away import TurnedAway
from bot.turns import Turns
from bot.waits import Waits
from bot.writer import Reader, writer_for
from models import found_rows
from models.database import migrate, open_database
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
    deciders: Deciders
    availability: Availability
    records: Records
    outbox: Outbox
    relay: Relay
    waits: Waits
    reachability: Reachability
    gallery: Gallery
    home: HomeMemory
    turns: Turns
    finder: Finder
    customers: CustomerIndex
    sources: Callable[[Policy], Sequence[Source]]
    turned_away: TurnedAway
    inspector: Inspector


@asynccontextmanager
async def open_services(
    settings: Settings, clock: Clock, *, is_sample: bool = False
) -> AsyncIterator[Services]:
    """Everything opened: policy, database, Slack.

    Raises PolicyFileError, PolicyDiffersError, DatabaseUrlError and TokenError. A sample's policy is recorded anew
    where it was shipped anew, and nobody has to choose.
    """
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
        at_start = partial(_policies_on_record, engine, identity.team, policy_file, clock, is_sample)
        policies = await writer.run(at_start)
        counted = await writer.run(lambda c: rollups.begin(c, identity.team, clock.now()))
        if counted:
            log.info("key figures of before counted", cells=counted)
        filled = await writer.run(lambda c: found_rows.fill_in(c, identity.team, policies.of))
        if filled:
            log.info("requests of before can be found", requests=filled)
        directory = Directory(gateway=gateway, clock=clock, team=identity.team)
        stack.push_async_callback(directory.close)
        await _learn_names(directory)
        deciders = Deciders(workspace=identity.team, reader=reader, directory=directory, clock=clock)
        desk = Desk(
            workspace=identity.team,
            writer=writer,
            roll=Roll(
                workspace=identity.team,
                reader=reader,
                directory=directory,
                policies=policies,
                deciders=deciders,
                clock=clock,
            ),
            directory=directory,
            clock=clock,
            policies=policies,
        )
        records = Records(workspace=identity.team, reader=reader)
        turns = Turns(
            workspace=identity.team, records=records, directory=directory, policies=policies, clock=clock
        )
        outbox = Outbox(workspace=identity.team, writer=writer, reader=reader, clock=clock)
        reachability = Reachability(desk=desk, records=records, directory=directory, gateway=gateway)
        waits = Waits(records=records, policies=policies, directory=directory, clock=clock)
        relay = Relay(
            outbox=outbox,
            records=records,
            policies=policies,
            directory=directory,
            gateway=gateway,
            clock=clock,
            waits=waits,
            reports=reachability,
        )
        availability = Availability(
            workspace=identity.team, reader=reader, directory=directory, deciders=deciders, clock=clock
        )
        stack.push_async_callback(availability.close)
        await desk.keep_schedule()
        turned_away = TurnedAway(clock)
        customers = CustomerIndex(_searched(policies.current, open_sources(policies.current, folder)))
        yield Services(
            settings=settings,
            clock=clock,
            identity=identity,
            gateway=gateway,
            directory=directory,
            desk=desk,
            deciders=deciders,
            availability=availability,
            records=records,
            outbox=outbox,
            relay=relay,
            waits=waits,
            reachability=reachability,
            gallery=Gallery(
                reporter=Reporter(records=records, policies=policies, clock=clock),
                policies=policies,
                gateway=gateway,
                clock=clock,
            ),
            home=HomeMemory(),
            turns=turns,
            finder=Finder(
                workspace=identity.team,
                records=records,
                turns=turns,
                directory=directory,
                policies=policies,
                clock=clock,
            ),
            customers=customers,
            sources=partial(open_sources, folder=folder),
            turned_away=turned_away,
            inspector=Inspector(
                workspace=identity.team,
                settings=settings,
                gateway=gateway,
                records=records,
                policies=policies,
                sources=partial(open_sources, folder=folder),
                turned_away=turned_away,
                clock=clock,
                is_sample=is_sample,
            ),
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


def _policies_on_record(
    engine: Engine,
    team: str,
    policy_file: PolicyFile,
    clock: Clock,
    is_sample: bool,
    connection: Connection,
) -> Policies:
    """Every recorded policy, and the one in force; what another process records later is read when it is met."""
    said = policy_record.at_start(connection, team, policy_file, clock.now(), is_sample=is_sample)
    if said is not None:
        log.warning(said)

    def read(version: str) -> Policy | None:
        with engine.connect().execution_options(reads_only=True) as reading:
            try:
                return policy_record.on_record(reading, team, version)
            except LookupError:
                return None

    policies = Policies(policy_file.version, {policy_file.version: policy_file.policy}, read)
    for version, policy in policy_record.all_on_record(connection, team).items():
        policies.learn(version, policy)
    policy_record.follow(connection, team, policies)
    return policies
