"""The directory: who is who and who is in which group, from a cache that is a minute old at most; it fails closed."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable
from contextvars import Context
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from bot.gateway import ANSWER_BY, Gateway, SlackError, SlackRateLimitedError, SlackUnavailableError
from bot.views.text import Names
from models.people import FRESH_FOR, Group, Person, Register

#: How long the ids of groups and channels are believed; a change of a group's handle is announced.
NAMES_FOR = timedelta(minutes=10)
#: How long it is believed that there is no such channel: many messages may wait for one, and Slack limits the look.
MISSING_FOR = timedelta(seconds=5)
#: People and groups are read anew a little before they are a minute old: they are fresh still at the commit.
READ_AFTER = FRESH_FOR - timedelta(seconds=15)
#: How long ago somebody may have been described, where nothing is decided by it.
LATELY = timedelta(hours=6)
#: Seconds that an act may wait for the groups to be read: whoever acts is to be answered within 3.
READ_LIMIT = 1.2
#: Seconds of the time for an answer that are left for giving it.
TO_ANSWER = 0.4
#: The hours of somebody who has no do-not-disturb.
NEVER = (0.0, 0.0)
#: What announcements about groups are counted under; no person is called so.
GROUPS = "groups"
#: What Slack says of an id that is nobody's.
NOBODY = frozenset({"user_not_found", "user_not_visible"})

#: What Slack says of a group that the policy names and the workspace does not have.
NO_SUCH_GROUP = "there is no such user group"

log = structlog.get_logger(__name__)


class UnknownChannelError(LookupError):
    """The bot sees no channel of that name."""


class Directory:
    """People, groups and channels of one workspace."""

    def __init__(self, *, gateway: Gateway, clock: Clock, team: str) -> None:
        self._gateway = gateway
        self._clock = clock
        self._team = team
        #: By user id and by the workspace that they act from.
        self._people: dict[str, dict[str, tuple[datetime, Person]]] = {}
        self._groups: dict[str, Group] = {}
        self._handles: dict[str, str] = {}
        self._handles_at: datetime | None = None
        self._channels: dict[str, str] = {}
        self._channels_at: datetime | None = None
        self._directs: dict[str, str] = {}
        #: How often Slack has announced a change of somebody, or of any group.
        self._announced: Counter[str] = Counter()
        #: Since when, and how long, Slack takes no more readings of groups.
        self._limited: tuple[datetime, timedelta] | None = None
        #: When it was read, and from when until when (Unix seconds) somebody takes no messages next.
        self._quiet: dict[str, tuple[datetime, tuple[float, float]]] = {}
        #: The readings of groups that are under way, which everybody who needs one waits for.
        self._readings: dict[str, asyncio.Task[str | None]] = {}
        self._naming = asyncio.Lock()

    async def close(self) -> None:
        """End what is being read."""
        readings = list(self._readings.values())
        for reading in readings:
            reading.cancel()
        await asyncio.gather(*readings, return_exceptions=True)

    async def person(self, user_id: str, team: str | None = None) -> Person:
        """Somebody as Slack describes them; SlackUnavailableError where it cannot say, SlackError for nobody.

        `team` is the workspace that they act from; one who acts from another is a stranger, whoever they are.
        """
        acts_from = team or self._team
        cached = self._people.get(user_id, {}).get(acts_from)
        if cached is not None and self._is_within(cached[0], READ_AFTER):
            return cached[1]
        while True:
            announced, read_at = self._announced[user_id], self._clock.now()
            try:
                told = await self._gateway.person(user_id)
            except SlackRateLimitedError as error:
                raise SlackUnavailableError(str(error)) from error
            except SlackError as error:
                if error.code not in NOBODY or acts_from == self._team:
                    raise
                # Slack does not always describe people of other workspaces; where they act from says enough.
                told = {"is_stranger": True}
            if announced == self._announced[user_id]:
                break
        home = str(told.get("team_id") or acts_from)
        person = Person(
            id=user_id,
            team=home if home != self._team else acts_from,
            name=str(told.get("real_name") or told.get("name") or user_id),
            time_zone=str(told.get("tz") or "UTC"),
            is_bot=bool(told.get("is_bot")) or user_id == "USLACKBOT",
            is_deactivated=bool(told.get("deleted")),
            is_guest=bool(told.get("is_restricted") or told.get("is_ultra_restricted")),
            is_stranger=bool(told.get("is_stranger")) or {home, acts_from} != {self._team},
        )
        self._people.setdefault(user_id, {})[acts_from] = (read_at, person)
        return person

    async def person_lately(self, user_id: str) -> Person:
        """Somebody as Slack described them some hours ago at most, for what decides nothing: when their morning is.

        A change of theirs that Slack announces counts at once all the same.
        """
        cached = self._people.get(user_id, {}).get(self._team)
        if cached is not None and self._is_within(cached[0], LATELY):
            return cached[1]
        return await self.person(user_id)

    async def is_there(self, user_id: str) -> bool:
        """Whether a message would reach somebody: neither a program nor deactivated; yes where Slack cannot say."""
        try:
            person = await self.person(user_id)
        except SlackError as error:
            return error.code not in NOBODY
        except SlackUnavailableError:
            return True
        return not (person.is_deactivated or person.is_bot)

    async def busy(self, people: Iterable[str]) -> frozenset[str]:
        """Those among the people (50 at most) who are in do-not-disturb now.

        Whoever Slack does not tell of in time is taken to be reachable: a message too many does no harm.
        """
        wanted = tuple(dict.fromkeys(people))
        stale = [
            one
            for one in wanted
            if one not in self._quiet or not self._is_within(self._quiet[one][0], READ_AFTER)
        ]
        if stale:
            read_at = self._clock.now()
            try:
                async with asyncio.timeout(_patience()):
                    told = await self._gateway.do_not_disturb(stale)
            except (SlackError, SlackRateLimitedError, SlackUnavailableError, TimeoutError) as error:
                log.warning("do-not-disturb cannot be read", people=len(stale), error=str(error))
            else:
                self._quiet.update({one: (read_at, told.get(one, NEVER)) for one in stale})
        now = self._clock.now().timestamp()
        hours = {one: self._quiet.get(one, (None, NEVER))[1] for one in wanted}
        return frozenset(one for one, (start, end) in hours.items() if start <= now < end)

    async def register(self, who: Iterable[str]) -> Register:
        """The groups among `who`, each fresh enough to decide by; what Slack does not tell in time is `unknown`."""
        wanted = tuple(dict.fromkeys(name for name in who if name.startswith("@")))
        unknown: dict[str, str] = {}
        missing: set[str] = set()
        stale = [name for name in wanted if not self._is_fresh(name)]
        if stale:
            readings = {name: self._reading_of(name) for name in stale}
            # What comes too late for this act is there for the next one.
            await asyncio.wait(readings.values(), timeout=_patience())
            for name, reading in readings.items():
                if not reading.done():
                    unknown[name] = "Slack does not answer in time"
                elif (fault := reading.result()) is NO_SUCH_GROUP:
                    missing.add(name)
                elif fault is not None:
                    unknown[name] = fault
        known = {
            name: self._groups[name]
            for name in wanted
            if name in self._groups and name not in unknown and name not in missing
        }
        return Register(groups=known, unknown=unknown, missing=frozenset(missing))

    def is_current(self, person: Person, register: Register) -> bool:
        """Whether nothing of it was announced to have changed since it was read."""
        # Somebody's own workspace need not be the one that they were asked about as acting from.
        held = self._people.get(person.id, {}).values()
        knows_person = person.team == "" or any(known is person for _, known in held)
        return knows_person and all(
            self._groups.get(handle) is group for handle, group in register.groups.items()
        )

    def forget_person(self, user_id: str) -> None:
        """Slack announced that somebody has changed."""
        self._announced[user_id] += 1
        self._people.pop(user_id, None)
        self._quiet.pop(user_id, None)

    def forget_group(self, group_id: str) -> None:
        """Slack announced that a group, or who is in it, has changed."""
        self._announced[GROUPS] += 1
        self._handles_at = None
        for handle in [handle for handle, group in self._groups.items() if group.id == group_id]:
            del self._groups[handle]

    def forget_channels(self) -> None:
        """A name may be another channel's now."""
        self._channels_at = None

    def names(self) -> Names:
        """What groups and channels are called, as far as it is known."""
        return Names(groups=dict(self._handles), channels=dict(self._channels))

    async def learn_names(self) -> None:
        """Read the ids of all groups and channels."""
        await self._read_handles()
        await self._read_channels()

    async def channel(self, named: str) -> str:
        """The id of a channel as the policy names it; UnknownChannelError where the bot sees none."""
        if not named.startswith("#"):
            return named
        believed_for = NAMES_FOR if named in self._channels else MISSING_FOR
        if not self._is_within(self._channels_at, believed_for):
            await self._read_channels()
        try:
            return self._channels[named]
        except KeyError:
            raise UnknownChannelError(
                f"there is no channel {named} that the bot can see; create it, or invite the bot to it"
            ) from None

    async def direct_channel(self, user_id: str) -> str:
        """The id of the direct conversation with somebody."""
        if user_id not in self._directs:
            self._directs[user_id] = await self._gateway.direct_channel(user_id)
        return self._directs[user_id]

    def _reading_of(self, handle: str) -> asyncio.Task[str | None]:
        """The reading of a group that is under way, or a new one; it does not end with the act that needs it."""
        reading = self._readings.get(handle)
        if reading is None or reading.done():
            reading = asyncio.create_task(self._read_group(handle), context=Context())
            self._readings[handle] = reading
        return reading

    async def _read_group(self, handle: str) -> str | None:
        """Read a group's members anew; the fault, where Slack cannot tell."""
        if (
            self._limited is not None
            and timedelta(0) <= self._clock.now() - self._limited[0] < self._limited[1]
        ):
            return "Slack takes no more readings of groups for a while"
        while True:
            announced, read_at = self._announced[GROUPS], self._clock.now()
            try:
                async with self._naming:
                    if handle not in self._handles or not self._is_within(self._handles_at, NAMES_FOR):
                        await self._read_handles()
                if handle not in self._handles:
                    return NO_SUCH_GROUP
                members = await self._gateway.group_members(self._handles[handle])
            except (SlackError, SlackRateLimitedError, SlackUnavailableError) as error:
                log.warning("group cannot be read", group=handle, error=str(error))
                if isinstance(error, SlackRateLimitedError):
                    self._limited = (self._clock.now(), timedelta(seconds=error.retry_after))
                return str(error)
            if announced == self._announced[GROUPS]:
                break
        group_id = self._handles[handle]
        self._groups[handle] = Group(handle=handle, id=group_id, members=members, read_at=read_at)
        return None

    async def _read_handles(self) -> None:
        read_at = self._clock.now()
        groups = await self._gateway.groups() or ()
        self._handles = {
            f"@{group['handle']}": str(group["id"]) for group in groups if not group.get("date_delete")
        }
        self._handles_at = read_at

    async def _read_channels(self) -> None:
        read_at = self._clock.now()
        self._channels = {f"#{channel['name']}": channel["id"] async for channel in self._gateway.channels()}
        self._channels_at = read_at

    def _is_fresh(self, handle: str) -> bool:
        group = self._groups.get(handle)
        return group is not None and self._is_within(group.read_at, READ_AFTER)

    def _is_within(self, read_at: datetime | None, limit: timedelta) -> bool:
        return read_at is not None and abs(self._clock.now() - read_at) <= limit


def _patience() -> float:
    """Seconds that may be waited for the groups: less where whoever acts has waited before, in an earlier try."""
    answer_by = ANSWER_BY.get()
    if answer_by is None:
        return READ_LIMIT
    return min(READ_LIMIT, max(0.0, answer_by - asyncio.get_running_loop().time() - TO_ANSWER))
