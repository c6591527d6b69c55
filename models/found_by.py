"""What a request is found by: whose turn it may be, who may read it and its words, as its rows say it; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from models.policy import Policy
from models.request import ExceptionRequest
from models.search_text import searched_words
from models.turns import due_of, turn_of
from models.visibility import own_viewers


@dataclass(frozen=True, kw_only=True)
class FoundBy:
    """The rows of one request, by what tells them apart.

    `turns` is whose turn it may be, with when that is due; `readers` who may read it for something of its own, with
    whether it is theirs.
    """

    turns: Mapping[str, datetime]
    readers: Mapping[str, bool]
    words: str


def found_by(policy: Policy, request: ExceptionRequest) -> FoundBy:
    """The rows as the request has them now; nothing else says what they are."""
    own = (request.filed_by, request.filing.beneficiary)
    return FoundBy(
        turns=dict.fromkeys(turn_of(policy, request), due_of(request)),
        readers={who: who in own for who in own_viewers(policy, request)},
        words=searched_words(policy, request),
    )
