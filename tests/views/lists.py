"""Lists of requests as the samples show them."""

from __future__ import annotations

from typing import Any

from bot.views.found import found_view
from models.finding import Page, Wanted, Whose
from models.policy import Policy
from models.request import ExceptionRequest


def list_of(
    policy: Policy,
    *requests: ExceptionRequest,
    wanted: Wanted | None = None,
    start: int = 0,
    total: int | None = None,
    is_whole: bool = True,
) -> dict[str, Any]:
    """One page of a list; unless told otherwise all of one's own requests."""
    page = Page(
        requests=requests,
        start=start,
        total=start + len(requests) if total is None else total,
        has_older=total is not None and total > start + len(requests),
        is_whole=is_whole,
    )
    return found_view(page, wanted or Wanted(whose=Whose.MINE), policy, lambda _: policy)
