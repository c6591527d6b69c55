"""The doctor: everything that the bot needs looked at from outside it, however much is broken; it mends nothing.

A part that fails is a check, or the reason why others could not be made; it never ends the others.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path

import aiohttp
from sqlalchemy import Engine, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from bot import policy_record, record_standing
from bot.audit import as_of
from bot.clock import Clock
from bot.database_check import UnreadableDatabaseError, opened
from bot.gateway import Gateway, Identity, SlackError, SlackRateLimitedError, SlackUnavailableError
from bot.policy_file import PolicyFile, PolicyFileError, load
from bot.settings import Settings, SettingsError, all_faults, read_settings
from bot.sources.gathering import open_sources
from bot.sources.probing import probe
from bot.survey import survey
from models.checks import Can, Check, Fact, Item, Level, What
from models.database import for_reading
from models.policy import Policy
from models.policy_diff import differences
from models.policy_versions import version_of
from models.queries import known_workspaces
from models.readiness.condition import Condition, Kept, SourceProbed, Survey
from models.readiness.judging import judge
from models.readiness.judging_file import judge_file

#: Seconds that the bot's own door may take to answer.
DOOR_LIMIT = 3.0
#: What no look from outside can tell of the door.
UNPROVEN = (
    " Whether SLACK_SIGNING_SECRET is right shows only when Slack sends something: the bot's log warns of what it "
    "refuses, and `/exception readiness` counts it."
)
#: The settings that are secrets; none of them is ever printed.
SECRETS = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET")
_KEPT = (Item.THRESHOLDS, Item.AUDIT, Item.KPIS, Item.SCHEDULE, Item.OUTBOX, Item.TRAINING)
_OF_SLACK = (
    Item.SCOPES,
    Item.CHANNELS,
    Item.CLOCK,
    Item.AUTHORITIES,
    Item.TIERS,
    Item.CONTACTS,
    Item.TRAINING,
)


@dataclass
class Diagnosis:
    """All checks, the policy that they were judged by, and what people are called."""

    checks: tuple[Check, ...] = ()
    policy: Policy | None = None
    people: Mapping[str, str] = field(default_factory=dict)


class Doctor:
    """Looks at one installation."""

    def __init__(self, values: Mapping[str, str], clock: Clock) -> None:
        self._values = values
        self._clock = clock
        self._found: list[Check] = []
        self._unknown: dict[Item, str] = {}

    async def diagnose(self) -> Diagnosis:
        """Everything looked at; it raises nothing that an installation can be at fault for."""
        settings = self._settings()
        file = self._policy_file(settings.policy_file)
        identity, found = None, None
        if settings.slack_bot_token:
            gateway = Gateway(settings.slack_bot_token, settings.slack_api_url)
            try:
                identity = await self._identity(gateway, settings)
                asked_at = self._clock.now()
                policy, kept = await asyncio.to_thread(self._record, settings, file, identity)
                if identity is not None:
                    found = await self._survey(gateway, policy, identity, asked_at, file)
                await self._socket(gateway, settings, is_reached=identity is not None)
            finally:
                await gateway.close()
        else:
            self._not_told("there is no SLACK_BOT_TOKEN", _OF_SLACK)
            policy, kept = await asyncio.to_thread(self._record, settings, file, None)
        await self._http(settings)
        condition = Condition(
            at=self._clock.now(),
            policy=policy,
            survey=found,
            sources=await self._sources(settings, policy),
            kept=kept,
            unknown=self._unknown,
        )
        known = found.people if found is not None else {}
        return Diagnosis(
            checks=judge(condition, self._found),
            policy=policy,
            people={one: person.name for one, person in known.items() if person is not None},
        )

    def _add(self, item: Item, what: What, level: Level, can: Can = Can.OPERATORS, **facts: Fact) -> None:
        able = Can.NOBODY if level is Level.GREEN else can
        self._found.append(Check(item=item, what=what, level=level, can=able, facts=facts))

    def _not_told(self, why: str, items: tuple[Item, ...]) -> None:
        for item in items:
            self._unknown.setdefault(item, why)

    def _settings(self) -> Settings:
        """The settings, as far as they can be read; where one is wrong, what it would be without it."""
        faults = all_faults(self._values)
        for fault in faults:
            self._add(Item.SETTINGS, What.SETTING_WRONG, Level.RED, fault=fault)
        if not faults:
            self._add(Item.SETTINGS, What.SETTINGS_RIGHT, Level.GREEN)
        try:
            return read_settings(self._values, None, slack=False)
        except SettingsError:
            return Settings(
                slack_bot_token=self._values.get("SLACK_BOT_TOKEN", ""),
                database_url=self._values.get("DATABASE_URL", Settings.database_url),
                policy_file=Path(self._values.get("POLICY_FILE", str(Settings.policy_file))),
            )

    def _policy_file(self, path: Path) -> PolicyFile | None:
        try:
            return load(path)
        except PolicyFileError as error:
            self._add(Item.POLICY, What.POLICY_UNREADABLE, Level.RED, fault=str(error))
            return None

    async def _identity(self, gateway: Gateway, settings: Settings) -> Identity | None:
        try:
            identity = await gateway.identity()
        except SlackError as error:
            self._add(Item.SLACK, What.TOKEN_REFUSED, Level.RED, code=error.code)
            self._not_told("Slack does not accept the bot token", _OF_SLACK)
            return None
        except (SlackUnavailableError, SlackRateLimitedError) as error:
            address = settings.slack_api_url
            self._add(Item.SLACK, What.SLACK_SILENT, Level.RED, address=address, fault=str(error))
            self._not_told("Slack cannot be reached", _OF_SLACK)
            return None
        bot, team = identity.user_name, identity.team_name
        self._add(Item.SLACK, What.SLACK_ANSWERS, Level.GREEN, bot=bot, team=team)
        return identity

    async def _survey(
        self,
        gateway: Gateway,
        policy: Policy | None,
        identity: Identity,
        asked_at: datetime,
        file: PolicyFile | None,
    ) -> Survey:
        draft = file.policy if file is not None else None
        surveyed = await survey(gateway, policy, identity, asked_at, draft)
        self._unknown |= surveyed.faults
        if file is not None and draft is not policy:
            at, said = self._clock.now(), str(file.path)
            self._found += judge_file(file.policy, surveyed.survey, at, said, held=policy)
        if policy is None:
            self._not_told("there is no policy that can be read", _OF_SLACK)
        return surveyed.survey

    async def _socket(self, gateway: Gateway, settings: Settings, *, is_reached: bool) -> None:
        """Whether Slack takes the app token; it connects nowhere."""
        token = settings.slack_app_token
        if token is None or not token.startswith("xapp-"):
            return
        if not is_reached:
            why = "Slack does not accept the bot token, or cannot be reached"
            self._add(Item.DOORS, What.NOT_LOOKED_AT, Level.AMBER, why=why)
            return
        try:
            await gateway.socket_address(token)
        except SlackError as error:
            self._add(Item.DOORS, What.APP_TOKEN_REFUSED, Level.RED, code=error.code)
        except (SlackUnavailableError, SlackRateLimitedError) as error:
            self._add(Item.DOORS, What.NOT_LOOKED_AT, Level.AMBER, why=str(error))
        else:
            self._add(Item.DOORS, What.SOCKET_OPEN, Level.GREEN)

    async def _http(self, settings: Settings) -> None:
        """Whether the bot answers where its settings say that it listens."""
        if settings.slack_signing_secret is None:
            return
        host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host
        address = f"http://{host}:{settings.port}/healthz"
        try:
            limit = aiohttp.ClientTimeout(total=DOOR_LIMIT)
            async with aiohttp.ClientSession(timeout=limit) as session, session.get(address) as answer:
                is_there = answer.status == 200
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
            is_there = False
        if is_there:
            self._add(Item.DOORS, What.HTTP_LISTENS, Level.GREEN, address=address, proof=UNPROVEN)
        else:
            # A bot that is not running yet is not at fault.
            self._add(Item.DOORS, What.HTTP_SILENT, Level.AMBER, address=address)

    async def _sources(self, settings: Settings, policy: Policy | None) -> tuple[SourceProbed, ...] | None:
        if policy is None:
            self._not_told(
                "there is no policy that can be read", (Item.SOURCES, Item.PROCESS, Item.GOVERNANCE)
            )
            return None
        folder = settings.policy_file.resolve().parent
        return await probe(open_sources(policy, folder, self._values), policy.customers, self._clock)

    def _record(
        self, settings: Settings, file: PolicyFile | None, identity: Identity | None
    ) -> tuple[Policy | None, Kept | None]:
        """The policy in force, else the file's, and how the record stands; on a thread of its own."""
        own = file.policy if file is not None else None
        try:
            with opened(settings.database_url) as (check, engine):
                self._found.append(check)
                return self._read(engine, file, identity)
        except UnreadableDatabaseError as error:
            self._found.append(error.check)
            why = "nothing has been recorded yet"
            if error.check.what is not What.DATABASE_EMPTY:
                why = "the database cannot be used as it is"
            self._not_told(why, _KEPT)
        except SQLAlchemyError as error:
            self._add(
                Item.DATABASE, What.DATABASE_DAMAGED, Level.RED, fault=str(getattr(error, "orig", error))
            )
            self._not_told("the database cannot be used as it is", _KEPT)
        if file is not None:
            self._add(Item.POLICY, What.POLICY_UNRECORDED, Level.GREEN, file=str(file.path))
        return own, None

    def _read(
        self, engine: Engine, file: PolicyFile | None, identity: Identity | None
    ) -> tuple[Policy | None, Kept | None]:
        own = file.policy if file is not None else None
        with for_reading(engine).connect() as connection:
            known = known_workspaces(connection)
            workspace = identity.team if identity is not None else known[0] if len(known) == 1 else None
            try:
                held = None if workspace is None else policy_record.held(connection, workspace)
            except (LookupError, ValueError):
                held = None
            if held is None or workspace is None:
                if file is not None:
                    self._add(Item.POLICY, What.POLICY_UNRECORDED, Level.AMBER, file=str(file.path))
                self._not_told("nothing has been recorded for this workspace yet", _KEPT)
                return own, None
            if own is not None and file is not None:
                self._compare(held, own, file)
            at = as_of(connection, self._clock.now())
            kept = record_standing.kept(connection, workspace, held, at)
            return held, self._proven(
                partial(record_standing.with_proof, connection, workspace, kept, at), kept
            )

    def _compare(self, held: Policy, own: Policy, file: PolicyFile) -> None:
        if policy_record.means_the_same(held, own):
            version, said = version_of(held), str(file.path)
            self._add(Item.POLICY, What.POLICY_IN_FORCE, Level.GREEN, version=version, file=said)
            return
        keys = ", ".join(change.key for change in differences(held, own))
        self._add(Item.POLICY, What.POLICY_DIFFERS, Level.RED, file=str(file.path), keys=keys)

    def _proven(self, prove: partial[Kept], kept: Kept) -> Kept:
        """With the whole record checked; a record that was broken so far that it cannot be read is said to be."""
        try:
            return prove()
        except (SQLAlchemyError, ValueError, LookupError, TypeError) as error:
            self._not_told(f"{type(error).__name__} while it was read", (Item.AUDIT, Item.KPIS))
            return kept


def secrets_of(values: Mapping[str, str]) -> tuple[str, ...]:
    """What is never to be printed: tokens, the signing secret and the database's password."""
    found = [values[name] for name in SECRETS if values.get(name)]
    found += values.get("ALERTS_SECRET", "").replace(",", " ").split()
    try:
        password = make_url(values.get("DATABASE_URL", "")).password
    except ArgumentError:
        # What cannot be read as an address may have a password anywhere in it.
        password = values.get("DATABASE_URL")
    return tuple(secret for secret in (*found, str(password or "")) if secret)
