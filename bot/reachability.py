"""Reachability: whether the places that took no messages take them again; the desk is told, and posts what waits."""

from __future__ import annotations

import secrets
from typing import Protocol

import structlog

from bot.desk import Desk, PeopleKeepChangingError
from bot.directory import Directory
from bot.gateway import Gateway, SlackError, SlackRateLimitedError, SlackUnavailableError
from bot.records import Records
from models.notifying.acts import NoteReachable, NoteUndelivered
from models.oversight.unreachable import is_person
from models.people import SYSTEM

log = structlog.get_logger(__name__)


class Reports(Protocol):
    """What the relay tells of a place."""

    async def failed(self, place: str, fault: str) -> bool:
        """The place takes no messages; whether what waits for it is seen to."""
        ...


class Reachability:
    """Tells the desk of places that fail, and of those that are well again."""

    def __init__(self, *, desk: Desk, records: Records, directory: Directory, gateway: Gateway) -> None:
        self._desk = desk
        self._records = records
        self._directory = directory
        self._gateway = gateway

    async def failed(self, place: str, fault: str) -> bool:
        """The place takes no messages; whether what waits for it is seen to, or has to be tried again."""
        try:
            performed = await self._desk.perform(
                NoteUndelivered(place=place, fault=fault), by=SYSTEM, key=_key("failed")
            )
        except PeopleKeepChangingError:
            return False
        return performed.refusal is None or not performed.refusal.can_be_tried_again

    async def look(self) -> None:
        """Look at each place that failed, and tell the desk of those that are well."""
        places = [outage.place for outage in await self._records.unreachable()]
        if any(not is_person(place) for place in places):
            await self._look_at_channels([place for place in places if not is_person(place)])
        for place in filter(is_person, places):
            await self._look_at_person(place)

    async def _look_at_channels(self, places: list[str]) -> None:
        joined: dict[str, str] = {}
        try:
            async for channel in self._gateway.joined_channels():
                joined |= dict.fromkeys((f"#{channel['name']}", str(channel["id"])), str(channel["id"]))
        except (SlackError, SlackRateLimitedError, SlackUnavailableError) as error:
            log.warning("it is not known whether channels take messages again", error=str(error))
            return
        for place in filter(joined.__contains__, places):
            # It may be another channel of this name than the one that failed.
            self._directory.forget_channels()
            await self._is_well(NoteReachable(place=place, channel=joined[place]))

    async def _look_at_person(self, place: str) -> None:
        """They are well where a direct message could be sent: nobody sees that it was tried."""
        try:
            person = await self._directory.person(place)
            if person.is_deactivated:
                return
            await self._gateway.direct_channel(place)
        except (SlackError, SlackRateLimitedError, SlackUnavailableError) as error:
            log.info("somebody takes no messages yet", person=place, error=str(error))
            return
        await self._is_well(NoteReachable(place=place))

    async def _is_well(self, act: NoteReachable) -> None:
        try:
            await self._desk.perform(act, by=SYSTEM, key=_key("reachable"))
        except PeopleKeepChangingError as error:
            log.warning("place takes messages again, which is noted later", place=act.place, error=str(error))


def _key(what: str) -> str:
    """Each report is a delivery of its own: a place may fail in the same way again."""
    return f"delivery:{what}:{secrets.token_hex(8)}"
