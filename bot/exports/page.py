"""The packet's page: one request's whole story as one HTML file, to be read and printed; it runs and loads nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.exports import page_course, page_request
from bot.exports.markup import Markup, code, document, joined, section, table, tag
from bot.exports.packet import Json
from bot.exports.packet_check import Checked
from bot.exports.page_request import Subject, moment, short_moment
from bot.exports.page_style import STYLE
from bot.exports.plain_words import People, called, flattened, sentence
from bot.views import words
from models.audit_chain import AuditEvent
from models.policy import Policy
from models.request import Ending, ExceptionRequest, Status

#: Kinds of status, by how the page colours them.
_GOOD, _BAD, _OPEN = "good", "bad", "open"


@dataclass(frozen=True, kw_only=True)
class Story:
    """What the page is drawn from: the chain, what it leads to, the packet beside it and what its check found."""

    request: ExceptionRequest
    links: Sequence[AuditEvent]
    policies: Mapping[str, Policy]
    people: People
    packet: Json
    checked: Checked
    made_at: datetime
    made_by: str
    packet_name: str
    row_agrees: bool = True


def page(story: Story) -> str:
    """The whole page."""
    request = story.request
    policy = story.policies[request.policy_version]
    subject = Subject(request=request, policy=policy, people=story.people)
    title = f"{request.id} · {words.title(request, policy)} · {request.filing.customer.name}"
    return document(
        f"Decision packet {title}",
        STYLE,
        _head(subject, title),
        _proof(story),
        page_request.filing(subject),
        page_request.score(subject),
        page_course.facts(subject, story.packet["record"]["snapshots"]),
        page_course.decisions(subject),
        page_course.holds(subject),
        page_course.changes(subject),
        page_course.complaints(subject),
        page_course.escalations(subject),
        page_course.outcome(subject),
        page_request.rules(subject),
        _events(story, policy),
        _foot(story),
    )


def _head(subject: Subject, title: str) -> Markup:
    request = subject.request
    return tag(
        "header",
        tag("div", "Decision packet", class_="over"),
        tag("h1", title, dir="auto"),
        tag("p", tag("span", words.status(request), class_=f"status {_colour(request)}")),
        tag(
            "p",
            f"Requested by {subject.who(request.filed_by)}, filed {moment(request.filed_at)}"
            + (f", closed {moment(request.closed_at)}" if request.closed_at else ""),
        ),
    )


def _colour(request: ExceptionRequest) -> str:
    if request.outcome in (Ending.REJECTED, Ending.PROHIBITED, Ending.LAPSED, Ending.EXPIRED):
        return _BAD
    return _GOOD if request.status is Status.CLOSED and request.rolled_back is None else _OPEN


def _proof(story: Story) -> Markup:
    """What was verified as this was made, and how a reader does it again."""
    checked = story.checked
    found = [*(str(fault) for fault in checked.faults)]
    if not story.row_agrees:
        found.append(
            "the request as it is stored is not what its events lead to; this page shows what they lead to"
        )
    facts = (
        f"{_counted(checked.events, 'event')}, each following the one before it; the last one's hash is",
        f"{_counted(checked.snapshots, 'snapshot')} of sources, each with the fingerprint on record",
        *(
            [f"{_counted(checked.files, 'file')} of evidence, named here; they stay in Slack"]
            if checked.files
            else []
        ),
        f"policy {' and '.join(checked.versions)}, whose content gives that version",
        "the request as shown here is what its events lead to"
        if checked.is_derived
        else "the request is shown as it was stored: its events are of a time when they did not name all that changes",
    )
    first = tag("li", f"{facts[0]} ", code(checked.head))
    if found:
        said = "This record does NOT hold. Do not rely on it before that is explained."
        listed = tag("ul", *(tag("li", one) for one in found))
    else:
        said = "Verified when this was made:"
        listed = tag("ul", first, *(tag("li", one) for one in facts[1:]))
    how = joined(
        [
            "Check it again, on any machine and without the database: ",
            code(f"python app.py audit verify {story.packet_name}"),
            ". A packet proves that it hangs together. That nobody has written the whole chain anew, it cannot prove: "
            "compare the last hash with the one in the database, or with an earlier packet.",
        ]
    )
    return tag(
        "div", tag("p", tag("strong", said)), listed, tag("p", how), class_=f"box {_BAD if found else _GOOD}"
    )


def _events(story: Story, policy: Policy) -> Markup:
    rows = (
        (
            link.position,
            short_moment(link.at),
            joined(
                [
                    tag("span", called(link.actor, story.people), class_="who"),
                    " · ",
                    link.kind,
                    "\n",
                    sentence(link, story.policies.get(link.policy_version, policy), story.people),
                    tag(
                        "details",
                        tag("summary", "What changed"),
                        tag("blockquote", flattened(link.changed), dir="auto"),
                    ),
                    code(link.hash),
                ]
            ),
        )
        for link in story.links
    )
    return section(
        "Every event", table(("No.", "When (UTC)", "Who and what, and the event's hash"), rows, "events")
    )


def _foot(story: Story) -> Markup:
    return tag(
        "footer",
        f"Made {moment(story.made_at)} for {story.made_by} by Exception Desk. "
        "Names of people are as Slack gave them then. What each event changed, value by value, stands in the packet. "
        "SHA-256 of the packet beside this page: ",
        code(str(story.packet["sha256"])),
    )


def packet_name(number: int, mark: str = "") -> str:
    """The name of the JSON beside the page."""
    return f"EX-{number}-packet{mark}.json"


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
