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
        """Look at each place that failed, by one reading of the channels, and tell the desk of those that are well."""
        outages = await self._records.unreachable()
        if not outages:
            return
        try:
            joined: set[str] = set()
            if any(not is_person(one.place) for one in outages):
                async for channel in self._gateway.channels():
                    if channel.get("is_member"):
                        joined |= {str(channel["id"]), f"#{channel['name']}"}
            for outage in outages:
                if is_person(outage.place):
                    is_well = (await self._directory.person(outage.place)).is_deactivated is False
                else:
                    is_well = outage.place in joined
                if is_well:
                    act = NoteReachable(place=outage.place)
                    await self._desk.perform(act, by=SYSTEM, key=_key("reachable"))
        except (SlackError, SlackRateLimitedError, SlackUnavailableError, PeopleKeepChangingError) as error:
            log.warning("it is not known whether places take messages again", error=str(error))


def _key(what: str) -> str:
    """Each report is a delivery of its own: a place may fail in the same way again."""
    return f"delivery:{what}:{secrets.token_hex(8)}"
