"""Shows what one person sees of the workspace; it must not change anything."""

from __future__ import annotations

from sandbox.interactions import RefusedError
from sandbox.parts import Parts
from sandbox.payload import Payload
from sandbox.workspace import Channel


class SeeingPerson:
    """One person, looking."""

    def __init__(self, parts: Parts, user: str) -> None:
        self._parts = parts
        self._state = parts.state
        self.id = user

    def acting(self) -> str:
        """The person's id; raises RefusedError where they cannot act at all."""
        person = self._state.people[self.id]
        if person.deleted:
            raise RefusedError(f"{person.real_name}'s account is deactivated.")
        if person.is_bot:
            raise RefusedError(f"{person.real_name} is an app; nobody can act as it.")
        return self.id

    # Where the person is

    def channel(self, name: str) -> Channel:
        """A conversation by id or by name (with or without #), where the person can see it."""
        wanted = name.lstrip("#")
        for channel in self._state.channels.values():
            if (channel.id == name or (channel.name and channel.name == wanted)) and self._state.sees(
                self.id, channel
            ):
                return channel
        raise RefusedError(
            f"There is no conversation {name} that {self._state.people[self.id].real_name} can see."
        )

    def _app_dm(self) -> Channel:
        return self._state.im(self.id, self._state.app.bot_user_id)

    # Reading

    def messages(self, channel: str, *, thread_ts: str | None = None) -> list[Payload]:
        """What the person reads in a channel or thread, oldest first, their ephemerals among it."""
        return self._parts.messages.listed(self.channel(channel), self.id, thread_ts)

    def ephemerals(self, channel: str | None = None) -> list[Payload]:
        """The messages that only this person sees, oldest first; of all conversations where none is named."""
        wanted = None if channel is None else self.channel(channel).id
        lines = [
            self._parts.messages.for_page(posted, self.id)
            for (place, user), line in self._state.ephemerals.items()
            if user == self.id and wanted in (None, place)
            for posted in line
        ]
        return sorted(lines, key=lambda message: str(message["ts"]))

    def dm(self) -> list[Payload]:
        """The messages between the person and the app, oldest first."""
        return self.messages(self._app_dm().id)

    def unread(self, channel: str) -> tuple[int, int]:
        """How many messages the person has not read there, and how many of them wake them."""
        return self._state.unread(self.id, self.channel(channel))

    def notices(self) -> list[str]:
        """The errors that Slack showed the person, oldest first."""
        return [str(notice["text"]) for notice in self._parts.audience.notices.get(self.id, ())]

    def view(self) -> Payload | None:
        """The modal that the person sees, as Slack's view object, or None."""
        top = self._parts.views.top(self.id)
        return self._parts.views.payload(top) if top else None

    def views(self) -> list[Payload]:
        """The person's open modals, the lowest first."""
        return self._parts.views.listed(self.id)

    def home_view(self) -> Payload | None:
        """The person's view of the app's Home as it is, without visiting it."""
        return self._state.homes.get(self.id)
