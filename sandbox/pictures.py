"""Judges which uploaded files blocks may show as pictures, and who sees them by that; it must not hold files."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sandbox.blockkit import Problem
from sandbox.files import Files
from sandbox.payload import Payload
from sandbox.state import State

_FILE_ID = re.compile(r"F[A-Z0-9]{8,}")
_IN_ADDRESS = re.compile(r"/(?:files/|files-pri/[A-Z0-9]+-)(F[A-Z0-9]{8,})/")
_TYPES = frozenset({"png", "jpg", "jpeg", "gif"})


class Pictures:
    """Pictures that blocks show by `slack_file`."""

    def __init__(self, state: State, files: Files) -> None:
        self._state = state
        self._files = files

    def faults(self, shown: object, pointer: str, code: str) -> list[Problem]:
        """What Slack refuses of the pictures in blocks or a view: the app must see the file, and it be ready."""
        return [
            Problem(pointer=f"{where}/{part}".rstrip("/"), message=message, code=code)
            for where, file in _slack_files(shown, pointer)
            for part, message in self._judge(file)
        ]

    def show(self, shown: object, to: str) -> None:
        """Note that a conversation or a person (by their id) is shown the pictures, and so may see the files."""
        for _, file in _slack_files(shown, ""):
            file_id = self._id_of(file)
            if file_id is not None:
                self._files.show(file_id, to)

    def _judge(self, slack_file: Payload) -> Iterator[tuple[str, str]]:
        given = slack_file.get("id")
        if given is not None and not _FILE_ID.fullmatch(str(given)):
            yield "id", "input must match regex pattern: ^[F][A-Z0-9]{8,}$"
            return
        file_id = self._id_of(slack_file)
        file = self._state.files.get(file_id or "")
        if (
            file is None
            or file["filetype"] not in _TYPES
            or not self._files.is_ready(file["id"])
            or not self._app_sees(file)
        ):
            yield "", "invalid slack file"

    def _app_sees(self, file: Payload) -> bool:
        state = self._state
        places = (state.channels[place] for place in (*file["channels"], *file["groups"], *file["ims"]))
        is_own = file["user"] == state.app.bot_user_id or self._files.is_given_to_app(file["id"])
        return is_own or any(state.app_is_in(place) for place in places)

    def _id_of(self, slack_file: Payload) -> str | None:
        if "id" in slack_file:
            return str(slack_file["id"])
        named = _IN_ADDRESS.search(str(slack_file.get("url", "")))
        return named[1] if named is not None else None


def _slack_files(value: object, pointer: str) -> Iterator[tuple[str, Payload]]:
    """Every `slack_file` in blocks or a view, with its pointer."""
    if isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _slack_files(inner, f"{pointer}/{place}")
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name == "slack_file" and value.get("type") == "image" and isinstance(inner, dict):
                yield f"{pointer}/slack_file", inner
            else:
                yield from _slack_files(inner, f"{pointer}/{name}")
