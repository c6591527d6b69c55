"""Evidence: what came along from Slack, a file or a message; a file's content stays there."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """A file that somebody attached in Slack."""

    file_id: str
    name: str
    permalink: str = ""
    mimetype: str = ""
    size: int = 0


@dataclass(frozen=True, kw_only=True)
class CarriedMessage:
    """The Slack message that a request was filed from."""

    channel: str
    ts: str
    author: str
    text: str
