"""The report as a page: one file that loads nothing and runs nothing, for the screen and for A4; it reads nothing."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.exports.markup import Markup, joined, section, table, tag
from bot.exports.page_style import STYLE
from bot.reports.page_style import MORE
from bot.views import report_words as words
from bot.views.figure_words import SPLITS, group
from bot.views.report_definitions import DEFINITIONS
from bot.views.uploads import Upload
from models.oversight.figures import Figures, Split
from models.oversight.reporting import Reported
from models.policy import Policy

#: The tables after that of the months.
_REST = (Split.STANDARD, Split.TIER, Split.TEAM, Split.REASON)


def page(
    reported: Reported, policy: Policy, version: str, pictures: Sequence[Upload], made_at: datetime
) -> bytes:
    """The page, as UTF-8."""
    period = words.period_name(reported.now.period)
    kept = words.kept_to(reported.only, policy)
    made = made_at.astimezone(policy.calendar.zone).strftime("%Y-%m-%d %H:%M")
    said = f"Policy version {version} · made on {made} ({policy.calendar.time_zone})"
    head = tag(
        "header",
        tag("p", policy.title, class_="over"),
        tag("h1", f"Exceptions, {period}"),
        tag("p", f"Only {kept}. {said}" if kept else said),
    )
    if reported.is_empty:
        body: Markup = tag("p", words.none_there(reported, policy))
    else:
        quiet = tag("p", words.none_there(reported, policy)) if reported.is_quiet else Markup("")
        body = joined((quiet, _key_figures(reported), _pictures(pictures), *_tables(reported, policy)))
    return _document(f"Exceptions, {period}", head, body, _definitions()).encode()


def _key_figures(reported: Reported) -> Markup:
    is_compared = reported.is_comparable
    boxes = (
        tag(
            "div",
            tag("dt", title),
            tag("dd", tag("strong", now), tag("span", f"{earlier} before" if is_compared else "")),
            class_="figure",
        )
        for title, now, earlier in words.key_figures(reported.now.total, reported.before.total)
    )
    return section(
        "Key figures", tag("dl", *boxes, class_="figures"), tag("p", words.before(reported), class_="soft")
    )


def _pictures(pictures: Iterable[Upload]) -> Markup:
    shown = (
        tag("figure", tag("img", src=_data(one.content), alt=one.alt_text, width="360")) for one in pictures
    )
    return section("Month by month", tag("div", *shown, class_="pictures"))


def _tables(reported: Reported, policy: Policy) -> Iterable[Markup]:
    months = reported.shown.by[Split.MONTH]
    yield section(
        "By month", _table("Month", ((words.month_name(month), one) for month, one in months.items()))
    )
    for split in _REST:
        # Two groups may be called the same, such as a tier and the one that it has replaced.
        groups = [(group(split, name, policy), one) for name, one in reported.now.by[split].items()]
        yield section(f"By {split}", _table(SPLITS[split], groups)) if groups else Markup("")


def _table(what: str, groups: Iterable[tuple[str, Figures]]) -> Markup:
    rows = ((name, *words.row(one)) for name, one in groups)
    return table((what, *words.COLUMNS), rows, "numbers")


def _definitions() -> Markup:
    told = (tag("dt", name) + tag("dd", meaning) for name, meaning in DEFINITIONS)
    return section("What is counted", tag("dl", *(Markup(one) for one in told), class_="definitions"))


def _data(content: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(content).decode()}"


def _document(title: str, *inside: Markup) -> str:
    policy = (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
    )
    head = Markup(
        '<meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        '<meta name="referrer" content="no-referrer">'
    )
    style = Markup(f"<style>{STYLE}{MORE}</style>")
    made = tag("html", tag("head", head, tag("title", title), style), tag("body", *inside), lang="en")
    return f"<!doctype html>\n{made}\n"
