"""The inspector: how ready everything is, looked at in the background and remembered for whoever asks.

A listener says who waits and shows what is known; the page is brought up to date when everything was looked at.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import structlog
from sqlalchemy import Connection

from bot import policy_record, record_standing
from bot.clock import Clock
from bot.database_check import damage
from bot.gateway import Gateway, SlackError, SlackRateLimitedError, SlackUnavailableError
from bot.policies import Policies
from bot.policy_file import PolicyFileError, load
from bot.records import Records
from bot.settings import Settings
from bot.sources.configured import OpenedSource
from bot.sources.probing import probe
from bot.survey import survey
from bot.turned_away import TurnedAway, Unproven
from models.checks import Can, Check, Fact, Item, Level, What
from models.database import HEAD
from models.policy import Policy
from models.policy_diff import differences
from models.policy_queries import content_of
from models.readiness.condition import Condition, Kept
from models.readiness.judging import judge

#: How long what was found is shown without looking anew.
FRESH_FOR = timedelta(seconds=30)

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Inspection:
    """All checks as they were found at a moment."""

    at: datetime
    checks: tuple[Check, ...]


#: Shows an open page what was found, or None where it could not be looked at.
Show = Callable[[Inspection | None], Awaitable[None]]


class Inspector:
    """Looks at one workspace's installation, one time after another."""

    def __init__(
        self,
        *,
        workspace: str,
        settings: Settings,
        gateway: Gateway,
        records: Records,
        policies: Policies,
        sources: Callable[[Policy], Sequence[OpenedSource]],
        turned_away: TurnedAway,
        clock: Clock,
        is_sample: bool = False,
    ) -> None:
        self._workspace = workspace
        self._settings = settings
        self._gateway = gateway
        self._records = records
        self._policies = policies
        self._sources = sources
        self._turned_away = turned_away
        self._clock = clock
        self._is_sample = is_sample
        self._last: Inspection | None = None
        self._waiting: list[Show] = []
        self._woken = asyncio.Event()
        self._looking: asyncio.Task[None] | None = None
        self._is_stopped = False

    @property
    def last(self) -> Inspection | None:
        """What was found last; None before anything was looked at."""
        return self._last

    def is_fresh(self) -> bool:
        """Whether what was found last is shown without looking anew."""
        return self._last is not None and abs(self._clock.now() - self._last.at) <= FRESH_FOR

    def ask(self, show: Show) -> None:
        """Look at everything soon, and show it then."""
        self._waiting.append(show)
        self._woken.set()

    async def run(self) -> None:
        """Look whenever somebody asks, until stopped."""
        while not self._is_stopped:
            await self._woken.wait()
            self._woken.clear()
            waiting, self._waiting = self._waiting, []
            if waiting and not self._is_stopped:
                self._looking = asyncio.create_task(self._look_for(waiting))
                await asyncio.wait([self._looking])

    def stop(self) -> None:
        """Look no more, and leave what is being looked at: it may take long, and nothing rests on it."""
        self._is_stopped = True
        self._woken.set()
        if self._looking is not None:
            self._looking.cancel()

    async def inspect(self) -> Inspection:
        """Everything looked at; what Slack and the sources do not tell raises nothing, but the database may."""
        policy = self._policies.current
        unknown: dict[Item, str] = {}
        found = [*self._doors(), await self._records.read(self._policy)]
        kept, told, database = await self._records.read(partial(self._kept, policy=policy))
        unknown |= told
        found.append(database)
        seen = None
        try:
            identity = await self._gateway.identity()
            surveyed = await survey(self._gateway, policy, identity, self._clock.now())
            unknown |= surveyed.faults
            seen = surveyed.survey
            facts = {"bot": identity.user_name, "team": identity.team_name}
            found.append(Check(item=Item.SLACK, what=What.SLACK_ANSWERS, level=Level.GREEN, facts=facts))
        except (SlackError, SlackRateLimitedError, SlackUnavailableError) as error:
            items = (Item.SCOPES, Item.CHANNELS, Item.CLOCK, Item.AUTHORITIES, Item.TIERS, Item.CONTACTS)
            unknown |= dict.fromkeys((*items, Item.TRAINING), "Slack does not answer")
            facts = {"address": self._settings.slack_api_url, "fault": str(error)}
            found.append(
                Check(
                    item=Item.SLACK, what=What.SLACK_SILENT, level=Level.RED, can=Can.OPERATORS, facts=facts
                )
            )
        condition = Condition(
            at=self._clock.now(),
            policy=policy,
            survey=seen,
            sources=await probe(self._sources(policy), policy.customers, self._clock),
            kept=kept,
            unknown=unknown,
        )
        self._last = Inspection(at=condition.at, checks=judge(condition, found))
        return self._last

    async def _look_for(self, waiting: Sequence[Show]) -> None:
        """Look, and show each who waits; whatever fails at it is in the log, for nothing else rests on it."""
        found = None
        try:
            found = await self.inspect()
        except Exception:
            log.exception("readiness could not be looked at")
        for show in waiting:
            try:
                await show(found)
            except (SlackError, SlackRateLimitedError, SlackUnavailableError) as error:
                # Whoever asked has closed the page, or Slack does not answer: what was found is kept.
                log.info("readiness not shown", error=str(error))
            except Exception:
                log.exception("readiness not shown")

    def _doors(self) -> list[Check]:
        """Whoever asks has come in by one of them."""
        found = []
        if self._settings.slack_app_token:
            found.append(Check(item=Item.DOORS, what=What.SOCKET_OPEN, level=Level.GREEN))
        if self._settings.slack_signing_secret:
            found.append(self._http_door())
        return found

    def _http_door(self) -> Check:
        """Whether the bot has refused what came in there: with a wrong secret, it refuses all that Slack sends."""
        facts: dict[str, Fact] = {"address": f"{self._settings.host}:{self._settings.port}"}
        refused = self._turned_away
        if refused.newest is None:
            facts["proof"] = " Nothing that came there signed was refused since the start."
            return Check(item=Item.DOORS, what=What.HTTP_LISTENS, level=Level.GREEN, facts=facts)
        facts["count"] = f"{refused.count:,}"
        what = {
            Unproven.OTHER_SECRET: What.HTTP_REFUSES_SECRET,
            Unproven.OFF_TIME: What.HTTP_REFUSES_TIME,
        }[refused.newest]
        return Check(item=Item.DOORS, what=what, level=Level.AMBER, can=Can.OPERATORS, facts=facts)

    def _policy(self, connection: Connection) -> Check:
        """Whether the file still says what is in force: where it does not, the next start will be refused.

        A sample's start never is: it goes by what was changed in Slack, or takes up what was shipped anew.
        """
        path: Path = self._settings.policy_file
        held, version = self._policies.current, self._policies.current_version
        try:
            file = load(path)
        except PolicyFileError as error:
            fault = {"fault": str(error)}
            return Check(
                item=Item.POLICY,
                what=What.POLICY_UNREADABLE,
                level=Level.AMBER,
                can=Can.OPERATORS,
                facts=fault,
            )
        if policy_record.means_the_same(held, file.policy):
            facts = {"version": version, "file": path.name}
            return Check(item=Item.POLICY, what=What.POLICY_IN_FORCE, level=Level.GREEN, facts=facts)
        keys = ", ".join(change.key for change in differences(held, file.policy))
        facts = {"file": path.name, "keys": keys}
        if self._is_sample:
            was_here = content_of(connection, self._workspace, file.version) is not None
            what = What.SAMPLE_CHANGED if was_here else What.SAMPLE_RENEWED
            return Check(item=Item.POLICY, what=what, level=Level.GREEN, facts=facts)
        return Check(
            item=Item.POLICY, what=What.POLICY_DIFFERS, level=Level.AMBER, can=Can.OPERATORS, facts=facts
        )

    def _kept(self, connection: Connection, policy: Policy) -> tuple[Kept, dict[Item, str], Check]:
        """How the record stands; where there is much of it, the proof of it is the newest audit review's."""
        at, workspace = self._clock.now(), self._workspace
        kept = record_standing.kept(connection, workspace, policy, at)
        unknown: dict[Item, str] = {}
        fault = ""
        if record_standing.is_provable_at_once(connection, workspace):
            kept = record_standing.with_proof(connection, workspace, kept, at)
            fault = damage(connection)
        else:
            kept, unknown = record_standing.with_known_proof(connection, workspace, kept)
        ready = Check(item=Item.DATABASE, what=What.DATABASE_READY, level=Level.GREEN, facts={"head": HEAD})
        damaged = Check(
            item=Item.DATABASE,
            what=What.DATABASE_DAMAGED,
            level=Level.RED,
            can=Can.OPERATORS,
            facts={"fault": fault},
        )
        return kept, unknown, damaged if fault else ready
