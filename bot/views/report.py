"""The report as a message: its figures beside those of before, its pictures, and the numbers under them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.views import actions, blocks
from bot.views import report_words as words
from bot.views.text import Block, Message, escape, when
from bot.views.uploads import Upload, picture, with_ids
from models.oversight.figures import Split
from models.oversight.months import month_before
from models.oversight.reporting import Reported
from models.policy import Policy

#: Months in the table under the pictures.
MOST_ROWS = 24


def report_message(reported: Reported, policy: Policy, version: str, pictures: Sequence[Upload]) -> Message:
    """The report of a period; `version` is that of the policy in force."""
    period = words.period_name(reported.now.period)
    kept = words.kept_to(reported.only, policy)
    title = f"Exceptions, {period}" + (f", only {kept}" if kept else "")
    only = f"Only {escape(kept)}. " if kept else ""
    shown = [blocks.header(f"Exceptions, {period}")]
    if reported.is_empty:
        shown += [blocks.small(only.strip())] if only else []
        shown += [blocks.section(escape(words.none_there(reported, policy))), _buttons(reported)]
        return Message(text=f"{title}: nothing to report", blocks=shown)
    shown.append(blocks.small(f"{only}{escape(words.before(reported))} Policy version {escape(version)}."))
    if reported.is_quiet:
        shown.append(blocks.section(escape(words.none_there(reported, policy))))
    pairs = [
        (name, f"{escape(now)}  ·  _{escape(earlier)} before_" if reported.is_comparable else escape(now))
        for name, now, earlier in words.key_figures(reported.now.total, reported.before.total)
    ]
    shown.append(blocks.fields(pairs))
    shown += [picture(one) for one in pictures]
    shown += [_table(reported), _buttons(reported)]
    return Message(text=_in_short(reported, title), blocks=shown, pictures=tuple(pictures))


def page_comment(reported: Reported, policy: Policy) -> str:
    """What stands beside the report as a page (mrkdwn)."""
    kept = words.kept_to(reported.only, policy)
    only = f", only {escape(kept)}" if kept else ""
    return (
        f"*Exceptions, {words.period_name(reported.now.period)}*{only}: the report as a page. "
        "Open it in a browser; it prints on A4."
    )


def month_part(reported: Reported) -> list[Block]:
    """This month's figures on App Home, with the way to the report."""
    one, period = reported.now.total, words.period_name(reported.now.period)
    title = blocks.header(f"Key figures, {period} so far")
    buttons = actions.row(
        actions.button("Send me the report", actions.ASK_FOR_REPORT, "0"),
        actions.button("Choose a period", actions.CHOOSE_REPORT, "0"),
    )
    if reported.record is None and reported.is_empty:
        return [title, blocks.small(words.NOTHING_YET), buttons]
    if reported.is_quiet:
        told = f"None was filed, decided or ended in {period} so far."
    else:
        speed = f"half within {words.length(one.decision_time.median)}"
        decided = f"*{one.decided}* {words.decided(one).partition(' ')[2]} · {speed}"
        told = (
            f"*{one.filed}* filed · {decided if one.decided else 'none decided yet'} · "
            f"*{one.breaches}* missed {words.noun(one.breaches, 'deadline')} · "
            f"*{one.holds}* {words.noun(one.holds, 'hold')}"
        )
    return [title, blocks.section(told), blocks.small(_month_before(reported)), buttons]


def _month_before(reported: Reported) -> str:
    """The month before in a line, or that the record began after it."""
    before = reported.before.total
    if reported.record is not None and not reported.is_comparable:
        return f"The record begins in {words.month_name(reported.record.first)}."
    month = words.month_name(month_before(reported.now.period.first))
    return f"{month}: {before.filed} filed, {words.decided(before)}, {words.missed(before)}"


def hung(pictures: Sequence[Upload], ids: Mapping[str, str], at: datetime) -> list[Block]:
    """Pictures on App Home, by Slack's ids of them, and when they were drawn."""
    if not pictures:
        return []
    shown = with_ids([picture(one) for one in pictures], ids)
    return [
        *shown,
        blocks.small(f"{when(at, lead='The pictures were drawn ')}; the figures above are of now."),
    ]


def _in_short(reported: Reported, title: str) -> str:
    one = reported.now.total
    return f"{title}: {one.filed} filed, {words.decided(one)}, {words.missed(one)}"


def _table(reported: Reported) -> Block:
    """The numbers of the pictures, month by month, the newest first."""
    months = list(reported.shown.by[Split.MONTH].items())[-MOST_ROWS:]
    rows: list[tuple[str, ...]] = [("Month", *words.FEW_COLUMNS)]
    rows += [(words.short_month(month), *words.short_row(one)) for month, one in reversed(months)]
    right: list[dict[str, Any]] = [{"align": "right"}] * len(words.FEW_COLUMNS)
    return {
        "type": "table",
        "column_settings": [{"align": "left"}, *right],
        "rows": [[{"type": "raw_text", "text": cell} for cell in line] for line in rows],
    }


def _buttons(reported: Reported) -> Block:
    period, only = reported.now.period, reported.only
    carried = "|".join((period.first, period.last, only.standard, only.tier, only.team, only.reason))
    return actions.row(
        actions.button("More: choose a period", actions.CHOOSE_REPORT, actions.carried(0, carried)),
        actions.button("As a page to print", actions.REPORT_AS_PAGE, actions.carried(0, carried)),
    )
