"""Like cases of before, for whoever decides: a few facts of each, and that none of them is a precedent."""

from __future__ import annotations

from collections.abc import Mapping

from bot.views import blocks, words
from bot.views.text import Block, joined, percent, when
from models.like_cases import LikeCase, LikeCases
from models.request import Ending

#: Blueprint, FAQ: are exceptions precedent-setting.
NO_PRECEDENT = "Like cases are no precedent: each request is decided on its own."
#: What makes a case like; one that was filed later, or for another reason, is none.
TITLE = "*Like cases*: same standard and same reason, filed before this one, the newest first"
NONE = "No like case before: nobody has asked to deviate from this standard for this reason."

_ENDED: Mapping[Ending | None, str] = {
    None: "still open",
    Ending.APPROVED: "approved",
    Ending.REJECTED: "rejected",
    Ending.WITHDRAWN: "withdrawn",
    Ending.PROHIBITED: "prohibited",
    Ending.LAPSED: "closed, not completed",
    Ending.EXPIRED: "approved, not carried out in time",
}
_SIGNS: Mapping[Ending | None, str] = {
    None: words.WAITING,
    Ending.APPROVED: words.DONE,
    Ending.WITHDRAWN: words.WITHDRAWN,
    Ending.LAPSED: words.LATE,
    Ending.EXPIRED: words.LATE,
}


def on_card(like: LikeCases | None) -> list[Block]:
    """The newest of them and how the others ended, or that there is none; nothing where nobody looked."""
    if like is None:
        return []
    if not like.newest:
        return [blocks.small(NONE)]
    lines = [TITLE, *(_line(case) for case in like.newest)]
    shows = f"`/exception EX-{like.newest[0].number}` shows one to those who may see it."
    return [blocks.section("\n".join(lines)), blocks.small(f"{_more(like.more)}{shows} {NO_PRECEDENT}")]


def _line(case: LikeCase) -> str:
    lead = ", filed " if case.ending is None else ", "
    said = f"{_ENDED[case.ending]}{when(case.at, '{date_short_pretty}', lead=lead)}"
    same = "  ·  *same customer*" if case.is_same_customer else ""
    sign = _SIGNS.get(case.ending, words.REFUSED)
    return f"{sign} EX-{case.number}  ·  {_deviation(case)}  ·  {said}{same}"


def _deviation(case: LikeCase) -> str:
    if case.deviation is not None:
        return percent(case.deviation)
    return "not scored yet" if case.ending is None else "never scored"


def _more(more: Mapping[Ending | None, int]) -> str:
    count = sum(more.values())
    if not count:
        return ""
    ended = [f"{more[ending]} {_ENDED[ending]}" for ending in (*Ending, None) if more.get(ending)]
    return f"And {count} more in the last 12 months: {joined(ended, 'and')}. "
