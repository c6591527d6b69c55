"""Files that a message brings along: pictures shown in it, or one document; bringing them to Slack is others' work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

#: What is said where Slack lets a file in never (mrkdwn).
NOT_LET_IN = (
    "Slack does not let this file in, so it could not be sent: the workspace takes no such files, or not from this "
    "app. Ask whoever runs the workspace to allow them, then ask for it again; or have it made on the command line."
)
#: The longest description of a picture that a file takes, and that an image block takes, in characters.
ALT_TEXT_LIMIT = 1000


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file on its way to Slack.

    A picture's `name` is its own within the message, and its block bears it until the file has an id of Slack's.
    A document's `name` is its own in the conversation: by it the file is found again where it is unknown whether it
    arrived.
    """

    name: str
    content: bytes = field(repr=False)
    title: str
    #: What the picture shows, in words; a document has none.
    alt_text: str = ""


def picture(upload: Upload) -> dict[str, Any]:
    """The block that shows a picture of the message."""
    return {
        "type": "image",
        "slack_file": {"id": upload.name},
        "alt_text": upload.alt_text[:ALT_TEXT_LIMIT],
    }


def with_ids(blocks: Iterable[dict[str, Any]], ids: Mapping[str, str]) -> list[dict[str, Any]]:
    """The blocks with Slack's ids in place of the pictures' names."""
    return [
        {**block, "slack_file": {"id": ids[_name(block)]}} if _name(block) in ids else block
        for block in blocks
    ]


def without_pictures(blocks: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The blocks that are left where no picture can be shown."""
    return [block for block in blocks if not _name(block)]


def _name(block: Mapping[str, Any]) -> str:
    return str((block.get("slack_file") or {}).get("id", "")) if block.get("type") == "image" else ""
