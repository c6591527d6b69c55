"""The sample workspace as `workspace.toml` describes it: its id, and who is in which group."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from models.people import Group, Register

FILE = Path(__file__).parent / "workspace.toml"
#: What a person's entry says who can have no part in a decision.
_APART = ("is_restricted", "is_ultra_restricted", "deleted", "is_bot", "team_id")


class Workspace:
    """The workspace's id, and each group by its handle with the @, with those of its members who are staff."""

    def __init__(self, file: Path = FILE) -> None:
        written = tomllib.loads(file.read_text(encoding="utf-8"))
        staff = {one["id"] for one in written["people"] if not any(one.get(what) for what in _APART)}
        self.id: str = written["team"]["id"]
        self.groups: Mapping[str, tuple[str, ...]] = {
            f"@{group['handle']}": tuple(one for one in group["members"] if one in staff)
            for group in written["groups"]
            if not group.get("disabled")
        }

    def register(self, at: datetime) -> Register:
        """All groups, as somebody would have read them at a time."""
        return Register(
            groups={
                handle: Group(handle=handle, id=handle, members=frozenset(members), read_at=at)
                for handle, members in self.groups.items()
            }
        )
