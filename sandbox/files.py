"""Holds uploaded files; it must not post them."""

from __future__ import annotations

import itertools
import mimetypes
import re
import time
from collections.abc import Iterable

from sandbox.clock import Clock
from sandbox.payload import Payload
from sandbox.state import State, derived_id


class Files:
    """The workspace's files."""

    def __init__(self, state: State, clock: Clock) -> None:
        self._state = state
        self._clock = clock
        self._numbers = itertools.count(time.time_ns())
        #: Files whose upload URL was given out, by id: name and the length that was announced.
        self.awaited: dict[str, Payload] = {}
        self.address = ""
        self._given_to_app = set(state.store.facts("files_of_app"))
        #: The conversations and people that are shown a file in blocks, by its id.
        self._shown: dict[str, list[str]] = dict(state.store.facts("files_shown"))
        self._unready: set[str] = set()
        self._is_slow = False

    def reserve(self, name: str, length: int, alt_text: str) -> str:
        """An id for a file that will be uploaded."""
        file_id = self._new_id()
        self.awaited[file_id] = {"name": name, "length": length, "alt_txt": alt_text, "received": False}
        return file_id

    def receive(self, file_id: str, content: bytes) -> None:
        """Take the bytes of a file that was reserved."""
        self.awaited[file_id]["received"] = True
        self._state.store.keep_content(file_id, content)

    def complete(self, file_id: str, title: str | None, user: str) -> Payload:
        """Make a reserved file one that people can see; returns Slack's file object."""
        awaited = self.awaited.pop(file_id)
        content = self._state.store.content(file_id) or b""
        if self._is_slow:
            self._unready.add(file_id)
        file = self._describe(file_id, awaited["name"], len(content), user, title)
        if awaited["alt_txt"]:
            file = {**file, "alt_txt": awaited["alt_txt"]}
            self._state.set_file(file)
        return file

    def prepare_slowly(self, is_slow: bool) -> None:
        """Slack prepares a file after its upload was completed: let it take until this is called with False."""
        self._is_slow = is_slow
        if not is_slow:
            self._unready.clear()

    def is_ready(self, file_id: str) -> bool:
        """Whether Slack has prepared the file."""
        return file_id not in self._unready

    def show(self, file_id: str, to: str) -> None:
        """Note that a conversation or a person is shown a file in blocks."""
        places = self._shown.setdefault(file_id, [])
        if to not in places:
            places.append(to)
            self._state.store.keep("files_shown", file_id, places)

    def shown_in(self, file_id: str) -> tuple[str, ...]:
        """The conversations and people that are shown a file in blocks."""
        return tuple(self._shown.get(file_id, ()))

    def add(self, name: str, content: bytes, user: str) -> Payload:
        """Add a person's file; returns Slack's file object."""
        file_id = self._new_id()
        self._state.store.keep_content(file_id, content)
        return self._describe(file_id, name, len(content), user, None)

    def content(self, file_id: str) -> bytes | None:
        """The bytes of a file that people can see."""
        return self._state.store.content(file_id) if file_id in self._state.files else None

    def share(self, file: Payload, channel: str) -> Payload:
        """Note that a file stands in a channel; returns the changed file object."""
        key = {"D": "ims", "G": "groups"}.get(channel[0], "channels")
        if channel not in file[key]:
            file = {**file, key: [*file[key], channel]}
            self._state.set_file(file)
        return file

    def hand_to_app(self, file_ids: Iterable[str]) -> None:
        """Note that a person gave files to the app, in a form: it may see them, and nobody else by that."""
        for file_id in file_ids:
            self._given_to_app.add(file_id)
            self._state.store.keep("files_of_app", file_id, True)

    def is_given_to_app(self, file_id: str) -> bool:
        """Whether a person gave the file to the app."""
        return file_id in self._given_to_app

    def share_linked(self, text: str, channel: str) -> None:
        """Show the files that a message of the app links in its text to the channel, where the app may see them.

        Only what stands in the text counts, and only for files that the app was given.
        """
        for file_id in self._given_to_app:
            file = self._state.files.get(file_id)
            if file is not None and file["permalink"] in text:
                self.share(file, channel)

    def _new_id(self) -> str:
        return derived_id("F", str(next(self._numbers)))

    def _describe(self, file_id: str, name: str, size: int, user: str, title: str | None) -> Payload:
        moment = int(self._clock.now().timestamp())
        kind = name.rpartition(".")[2].lower() if "." in name else "text"
        path = f"{self.address}/files-pri/{self._state.team.id}-{file_id}"
        # In addresses Slack spells a name in small letters, digits and underscores.
        spelt = re.sub(r"[^a-z0-9.]+", "_", name.lower())
        file: Payload = {
            "id": file_id,
            "created": moment,
            "timestamp": moment,
            "name": name,
            "title": title or name,
            "mimetype": mimetypes.guess_type(name)[0] or "application/octet-stream",
            "filetype": kind,
            "pretty_type": kind.upper(),
            "user": user,
            "user_team": self._state.people[user].team_id,
            "editable": False,
            "size": size,
            "mode": "hosted",
            "is_external": False,
            "external_type": "",
            "is_public": False,
            "public_url_shared": False,
            "display_as_bot": False,
            "username": "",
            "url_private": f"{path}/{spelt}",
            "url_private_download": f"{path}/download/{spelt}",
            "permalink": f"{self.address}/files/{file_id}/{spelt}",
            "channels": [],
            "groups": [],
            "ims": [],
            "comments_count": 0,
            "has_rich_preview": False,
            "file_access": "visible",
        }
        self._state.set_file(file)
        return file
