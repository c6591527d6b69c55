"""How ready everything is, as a window: what is red, what is amber, and in a few lines what is as it should be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from bot.views import actions, blocks, inputs, words
from bot.views.readiness_told import Teller, by_item, in_slack
from bot.views.readiness_words import ITEMS
from bot.views.text import Block, Names, joined, when
from models.checks import Check, Item, Level, worst
from models.policy import Policy

#: A level's sign.
SIGNS = {Level.RED: words.REFUSED, Level.AMBER: words.CARE, Level.GREEN: words.DONE}
#: Items that are told at length; of more it says how many.
SHOWN = 40
#: The longest that one item may become, in characters.
ITEM_LIMIT = 2900
CHECKING = (
    f"{words.WAITING} Looking at everything: Slack, the sources and the record. It takes a few seconds."
)
FAILED = f"{words.REFUSED} It could not be looked at just now. Press *Check again* in a minute."


@dataclass(frozen=True, kw_only=True)
class ReadinessShown:
    """All that the page shows: what was found and when, None while nothing is known.

    `is_whole` is for those who are shown what is wrong and what to do; others are shown how each part stands.
    `note` says that it is being looked at anew, or could not be.
    """

    policy: Policy
    names: Names
    checks: tuple[Check, ...] | None = None
    at: datetime | None = None
    is_whole: bool = True
    note: str = ""


def readiness_page(shown: ReadinessShown) -> dict[str, Any]:
    """The page."""
    content: list[Block] = []
    if shown.checks is not None and shown.at is not None:
        content.append(blocks.section(f"{verdict(shown.checks)}\n{when(shown.at, lead='Checked ')}."))
    if shown.note:
        content.append(blocks.section(shown.note))
    if shown.checks is not None:
        content += _whole(shown.checks, shown) if shown.is_whole else _summary(shown.checks)
    if shown.is_whole and shown.note != CHECKING:
        content.append(
            actions.row(actions.button("Check again", actions.CHECK_READINESS, actions.carried(0)))
        )
    return inputs.modal(actions.READINESS_PAGE, "Readiness", content)


def readiness_part(checks: tuple[Check, ...] | None, at: datetime | None) -> list[Block]:
    """The same in App Home, in a few lines with the button that opens the page."""
    said = "Nobody has looked yet since the bot was started."
    if checks is not None and at is not None:
        red = dict.fromkeys(ITEMS[check.item] for check in checks if check.level is Level.RED)
        named = f"\nRed: {joined(red, 'and')}." if red else ""
        said = f"{verdict(checks)}{named}\n{when(at, lead='Checked ')}."
    return [
        blocks.header("Readiness"),
        blocks.section(said, actions.button("Show readiness", actions.SHOW_READINESS, actions.carried(0))),
    ]


def verdict(checks: Sequence[Check]) -> str:
    """How it stands in all, in a line (mrkdwn)."""
    counts = {level: sum(check.level is level for check in checks) for level in Level}
    said = {
        Level.RED: "*Not everything that the policy asks for can be done.*",
        Level.AMBER: "*It works*, less well than it should in some places.",
        Level.GREEN: "*Everything is as it should be.*",
    }[worst(checks)]
    counted = f"{counts[Level.RED]} red, {counts[Level.AMBER]} amber, {counts[Level.GREEN]} green"
    return f"{SIGNS[worst(checks)]} {said}  {counted}"


def faults(checks: Sequence[Check], teller: Teller) -> list[Block]:
    """Each item that is not as it should be: what is so, what to do and who can; the red ones first."""
    wrong = [check for check in checks if check.level is not Level.GREEN]
    ordered = sorted(
        by_item(tuple(wrong)), key=lambda found: (worst(found) is not Level.RED, _place(found[0].item))
    )
    return [_item(found, teller) for found in ordered[:SHOWN]]


def _place(item: Item) -> int:
    return list(Item).index(item)


def _item(found: tuple[Check, ...], teller: Teller) -> Block:
    lines = [f"*{ITEMS[found[0].item]}*"]
    told = [
        (check, teller.tell(check)) for check in sorted(found, key=lambda one: one.level is not Level.RED)
    ]
    # What is mended in the same way is listed together, with the way below it.
    for (do, can), alike in groupby(told, key=lambda one: (one[1].do, one[1].can)):
        lines += [f"{SIGNS[check.level]} {said.says}" for check, said in alike]
        if do:
            lines.append(f"→ {do} {can}".rstrip())
    more = "_And more; `python app.py doctor` names all of it._"
    return blocks.section(blocks.within(lines, ITEM_LIMIT, more))


def _whole(checks: tuple[Check, ...], shown: ReadinessShown) -> list[Block]:
    teller = in_slack(shown.policy, shown.names, checks)
    found = faults(checks, teller)
    right = [check for check in checks if check.level is Level.GREEN]
    lines = []
    for same in by_item(tuple(right)):
        told = "\n".join(teller.tell(check).says for check in same)
        lines.append(f"{words.DONE} *{ITEMS[same[0].item]}*\n{told}")
    parts = [blocks.divider(), *found] if found else []
    if not lines:
        return parts
    return [*parts, blocks.divider(), *(blocks.section(text) for text in _together(lines))]


def _together(lines: Sequence[str]) -> list[str]:
    """The lines in as few sections as hold them."""
    sections: list[str] = []
    for line in lines:
        cut = blocks.within(line.split("\n"), ITEM_LIMIT)
        if sections and len(sections[-1]) + len(cut) + 2 <= ITEM_LIMIT:
            sections[-1] += f"\n\n{cut}"
        else:
            sections.append(cut)
    return sections


def _summary(checks: tuple[Check, ...]) -> list[Block]:
    """How each part stands, for whoever is shown no more."""
    lines = [f"{SIGNS[worst(found)]} {ITEMS[found[0].item]}" for found in by_item(checks)]
    told = "What is wrong and what to do is shown to those who own, administer or audit the policy."
    return [blocks.divider(), blocks.section("\n".join(lines)), blocks.small(told)]
