"""Block Kit as Slack judges and reads it: validation by tables of rules, and the reading of mrkdwn."""

from .ids import fill_ids
from .mrkdwn import Mentions
from .problem import Problem
from .reading import dates, mentions, visible_text
from .validation import check_message_blocks, check_view

__all__ = [
    "Mentions",
    "Problem",
    "check_message_blocks",
    "check_view",
    "dates",
    "fill_ids",
    "mentions",
    "visible_text",
]
