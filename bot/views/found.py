"""Requests as a list that one leafs through, with its filters, and as what a search found; it picks none of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter

from bot.views import actions, blocks, inputs
from bot.views.listing import PolicyOf, item
from bot.views.text import Block, Message, escape, person
from bot.views.values import day
from bot.views.words import CARE
from models.finding import PAGE, Page, Standing, Wanted, Whose
from models.folding import SPELT_OUT, fold
from models.policy import Policy
from models.refusals import Field
from models.request import ExceptionRequest

#: How much of a text stands around the word that was found, in characters.
AROUND = 70
STANDINGS = {
    Standing.OPEN: "Open",
    Standing.VALIDATION: "Waiting for operations",
    Standing.AUTHORIZATION: "Waiting for management",
    Standing.EXECUTION: "To be carried out",
    Standing.CLOSED: "Closed",
    Standing.APPROVED: "Approved",
    Standing.REJECTED: "Rejected",
    Standing.WITHDRAWN: "Withdrawn",
    Standing.PROHIBITED: "Prohibited",
    Standing.LAPSED: "Lapsed: never completed",
    Standing.EXPIRED: "Expired: not carried out in time",
}
WHOSE = {
    Whose.ALL: "All that I may see",
    Whose.MINE: "Mine",
    Whose.WAITING: "Waiting on me",
    Whose.TEAM: "My team's",
}
#: The blocks of the form that hold no field of a request.
WHOSE_BLOCK, STANDING_BLOCK, BY_BLOCK, OVERDUE_BLOCK = (
    "find_whose",
    "find_standing",
    "find_by",
    "find_overdue",
)
OVERDUE = "overdue"
NO_WORDS = "There is no letter and no digit in it to look for. Write a word, or leave it empty."
NOT_WHOLE = f"{CARE} Slack could not say just now who is in all groups, so some may be missing. Try again in a minute."
KNOWN = (
    "*Whose*: `mine`, `waiting`, `team`, `all`\n"
    "*Where they stand*: `open`, `closed`, `overdue`, or `status:` with "
    + ", ".join(f"`{one}`" for one in Standing if one not in (Standing.OPEN, Standing.CLOSED))
    + "\n*Which*: `tier:manager`, `standard:OPS-017`, `customer:nordlicht`, `by:@somebody`, `by:me`, `since:2026-10`\n"
    "Words in the text: `/exception search payment term`"
)


def metadata(wanted: Wanted) -> str:
    """What the list carries, so that its buttons and its form know what it is of."""
    return _WANTED.dump_json(wanted, exclude_defaults=True).decode()


def read_metadata(text: str) -> Wanted:
    """What `metadata` wrote; ValueError where the text is none of ours."""
    return _WANTED.validate_json(text)


_WANTED = TypeAdapter(Wanted)


def found_view(page: Page, wanted: Wanted, policy: Policy, policy_of: PolicyOf) -> dict[str, Any]:
    """One page of the list, with the ways to the others."""
    filters = actions.button("Filters…", actions.FIND_FILTERS, "0")
    shown = [blocks.section(_title(wanted, policy), filters)]
    if not page.is_whole:
        shown.append(blocks.section(NOT_WHOLE))
    if not page.requests:
        shown.append(blocks.small(_none(page, wanted)))
    else:
        shown.append(blocks.small(page.counted))
    for request in page.requests:
        shown.append(item(request, policy_of(request)))
        shown += _passage(request, wanted)
    shown += _ways(page)
    title = "Search" if wanted.words else "Requests"
    return inputs.modal(actions.FOUND, title, shown, metadata=metadata(wanted))


def _title(wanted: Wanted, policy: Policy) -> str:
    """What the list is of, in words (mrkdwn)."""
    parts = [WHOSE[wanted.whose] if wanted.whose is not Whose.ALL else "All that you may see"]
    if wanted.words:
        parts.append(f"with “{escape(' '.join(wanted.words))}”")
    if wanted.standing is not None:
        parts.append(STANDINGS[wanted.standing].partition(":")[0].lower())
    parts += ["overdue"] if wanted.is_overdue else []
    if wanted.tier:
        title = next((tier.title for tier in policy.tiers if tier.name == wanted.tier), wanted.tier)
        parts.append(f"tier {escape(title)}")
    parts += [f"standard {escape(wanted.standard)}"] if wanted.standard else []
    parts += [f"customer “{escape(' '.join(wanted.customer))}”"] if wanted.customer else []
    parts += [f"filed by {person(wanted.by)}"] if wanted.by else []
    parts += [f"filed since {day(wanted.since)}"] if wanted.since is not None else []
    first, rest = parts[0], " · ".join(parts[1:])
    return f"*{first}*" + (f"\n{rest}" if rest else "")


def _none(page: Page, wanted: Wanted) -> str:
    """Nothing is there, and what to do about it."""
    if page.start:
        return "There is nothing on this page any more. Go back to the newer ones."
    if wanted == Wanted(whose=Whose.MINE):
        return "You have not filed a request yet. `/exception` opens the form."
    if wanted == Wanted(whose=Whose.WAITING):
        return "Nothing waits on you."
    if wanted.words:
        return "No request that you may see has all of these words. Take one away, or only its beginning."
    if wanted == Wanted(whose=Whose.TEAM):
        return "None of your colleagues has filed or decides a request that you may see. What they do comes here."
    if wanted == Wanted():
        return "There is no request yet that you may see. `/exception` opens the form for one."
    return "No request that you may see is so. Take a filter away."


def _ways(page: Page) -> list[Block]:
    """Newer and older ones, where there are any; a page is told by the request that it begins beside."""
    ways = []
    if page.start and page.requests:
        carried = actions.carried(page.requests[0].number, max(0, page.start - PAGE))
        ways.append(actions.button("← Newer", actions.FIND_NEWER, carried))
    elif page.start:
        ways.append(actions.button("← Newest", actions.FIND_NEWER, "0"))
    if page.has_older and page.requests:
        carried = actions.carried(page.requests[-1].number, page.start + len(page.requests))
        ways.append(actions.button("Older →", actions.FIND_OLDER, carried))
    return [actions.row(*ways)] if ways else []


def _passage(request: ExceptionRequest, wanted: Wanted) -> list[Block]:
    """The first place in its texts where one of the words stands, marked; nothing where they stand elsewhere."""
    filing = request.filing
    texts = (
        *(filing.rationale, filing.impact, filing.requested_words, filing.dependencies),
        *(tried.done for tried in request.executions),
    )
    for text in texts if wanted.words else ():
        marked = marks(text, wanted.words)
        if marked:
            quote = {"type": "rich_text_quote", "elements": _around(text, marked)}
            return [blocks.rich([quote])]
    return []


def marks(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Where in a text a word begins with one of the folded words: beginnings and ends of those words."""
    found = []
    for match in _WORD.finditer(text):
        word = match[0]
        spelt = (fold(word), fold(word.casefold().translate(SPELT_OUT)))
        if any(one.startswith(tuple(words)) for one in spelt):
            found.append(match.span())
    return found


_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def _around(text: str, marked: Sequence[tuple[int, int]]) -> list[dict[str, Any]]:
    """The text about the first mark on one line, the marked words bold."""
    start = max(0, marked[0][0] - AROUND)
    if start:
        # A word is left out rather than begun in its middle, where there is room for another.
        start = next((at + 1 for at in range(start, marked[0][0] - 1) if text[at].isspace()), start)
    end = min(len(text), marked[0][1] + AROUND)
    if end < len(text):
        end = next((at for at in range(end, marked[0][1], -1) if text[at].isspace()), end)
    runs, place = [blocks.run("…")] if start else [], start
    for first, last in marked:
        if last > end:
            break
        runs += [blocks.run(_flat(text[place:first]))] if first > place else []
        runs.append(blocks.run(_flat(text[first:last]), bold=True))
        place = last
    rest = _flat(text[place:end])
    runs += [blocks.run(rest + ("…" if end < len(text) else ""))] if rest or end < len(text) else []
    return runs


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def finding_form(wanted: Wanted, policy: Policy) -> dict[str, Any]:
    """The form of the filters, with what is chosen."""
    tiers = [inputs.option(tier.title, tier.name) for tier in policy.tiers]
    standards = [inputs.option(f"{one.reference} {one.title}", one.reference) for one in policy.standards]
    ticked = inputs.option("Only what is past its time", OVERDUE)
    overdue = inputs.checkboxes([ticked])
    if wanted.is_overdue:
        overdue["initial_options"] = [ticked]
    shown = [
        _choice(
            WHOSE_BLOCK, "Whose", [inputs.option(text, one) for one, text in WHOSE.items()], wanted.whose
        ),
        inputs.entry(
            Field.WORDS,
            "Words",
            inputs.text(initial=" ".join(wanted.words)),
            hint="In its number, customer, standard, texts; the beginning of a word is enough. All must be there.",
            is_optional=True,
        ),
        _choice(
            STANDING_BLOCK,
            "Where it stands",
            [inputs.option(text, one) for one, text in STANDINGS.items()],
            wanted.standing or "",
        ),
        inputs.entry(OVERDUE_BLOCK, "Overdue", overdue, is_optional=True),
        _choice(Field.TIER, "Tier", tiers, wanted.tier),
        _choice(Field.STANDARD, "Standard", standards, wanted.standard),
        inputs.entry(
            Field.CUSTOMER,
            "Customer",
            inputs.text(
                initial=" ".join(wanted.customer), placeholder="Its name or id, or the beginning of it"
            ),
            is_optional=True,
        ),
        inputs.entry(BY_BLOCK, "Filed by", inputs.colleague("Anybody", wanted.by or None), is_optional=True),
        inputs.entry(Field.FIRST_DAY, "Filed since", inputs.day("Any day", wanted.since), is_optional=True),
    ]
    return inputs.modal(actions.FINDING, "Filters", shown, submit="Show", metadata=metadata(wanted))


def _choice(block: str, label: str, options: list[dict[str, Any]], chosen: str) -> Block:
    initial = next((one for one in options if one["value"] == chosen), None)
    if chosen and initial is None:
        # A tier or a standard that the policy has no more was asked for all the same: the form does not forget it.
        initial = inputs.option(chosen, chosen)
    shown = options[: inputs.OPTIONS_LIMIT]
    if initial is not None and initial not in shown:
        shown = [initial, *shown[: inputs.OPTIONS_LIMIT - 1]]
    is_needed = block == WHOSE_BLOCK
    element = inputs.select(shown, placeholder="Any", initial=initial)
    return inputs.entry(block, label, element, is_optional=not is_needed)


def not_understood(typed: str, unknown: Sequence[str], wanted: Wanted) -> Message:
    """What was typed after `list` and is no filter; the button opens the form with what was understood."""
    named = " and ".join(f"“{escape(blocks.one_line(one, 60))}”" for one in unknown[:3])
    verb = "is no filter" if len(unknown) == 1 else "are no filters"
    shown = [
        blocks.section(f"{named} {verb} that I know, or not with that value. This is what there is:"),
        blocks.section(KNOWN),
        blocks.small(f"You typed: {escape(blocks.one_line(f'/exception list {typed}', 300))}"),
        actions.row(actions.button("Choose filters…", actions.FIND_FILTERS, metadata(wanted))),
    ]
    return Message(text="That is no filter; here is what there is", blocks=shown)
