"""Many blocks on several pages of a view, each within Slack's count and size; it knows nothing of a request."""

from __future__ import annotations

import json
from collections.abc import Iterable

from bot.views.text import Block

#: A view holds 100 blocks and 250 kB; a page leaves room for what stands around it.
MOST_BLOCKS = 94
MOST_BYTES = 200_000


def pages(groups: Iterable[list[Block]]) -> list[list[Block]]:
    """The groups in order on as few pages as they need; a group is kept together. There is at least one page."""
    made: list[list[Block]] = [[]]
    size = 0
    for group in groups:
        weight = len(json.dumps(group))
        if made[-1] and (len(made[-1]) + len(group) > MOST_BLOCKS or size + weight > MOST_BYTES):
            made.append([])
            size = 0
        made[-1] += group
        size += weight
    return made
