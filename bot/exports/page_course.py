"""The packet's page: what became of the request, part by part; each text that a person typed stands whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bot.exports.markup import Markup, code, joined, pairs, section, table, tag
from bot.exports.page_request import Subject, files, labelled, moment, short_moment
from bot.exports.plain_words import plain
from bot.views import words
from bot.views.alerted import wanted
from bot.views.audit_gaps import missing
from bot.views.executing import LABELS
from bot.views.fields import FIELDS
from bot.views.holds import ended_as, title
from models.holds import Hold
from models.notation import duration_text
from models.refusals import Field
from models.request import Decision, EscalationRaised, Execution, Verdict
from models.snapshot import Snapshot
from models.ways import Amendment, Complaint, Documentation

#: What each kind of escalation was about.
_ABOUT = {
    "deadline_near": "The decision was due soon",
    "deadline_breached": "The decision was overdue",
    "complaint": "A customer complained",
    "hold_overdue": "A hold was overdue",
}


def decisions(subject: Subject) -> Markup:
    """Every decision of every round, with what its maker saw."""
    request = subject.request
    waived = request.waiver
    shown = [_decision(decision, subject) for decision in request.decisions]
    if waived is not None:
        limits = f"the policy's caps were {waived.deviation_cap} % and {waived.value_cap} {subject.policy.currency}"
        shown.append(tag("p", f"The second approval was waived {moment(waived.at)}: {limits}."))
    if not shown:
        shown = [tag("p", "Nobody has decided yet.", class_="soft")]
    return section("Decisions", *shown)


def _decision(decision: Decision, subject: Subject) -> Markup:
    verdict = "Approved" if decision.verdict is Verdict.APPROVED else "Rejected"
    by = subject.who(decision.by)
    stead = f", for {subject.who(decision.for_whom)}" if decision.for_whom else ""
    void = decision.round != subject.request.round
    return tag(
        "div",
        tag("h3", f"{words.STAGES[decision.stage]}: {verdict.lower()} by {by}{stead}"),
        pairs(
            [
                ("When", moment(decision.at)),
                ("Round", f"{decision.round}, which is over: it no longer counts" if void else ""),
                ("Snapshots seen", _seen(decision.saw, _sources(subject))),
                ("Documents seen", _seen(decision.saw_documents, _sources(subject))),
            ]
        ),
        labelled("Rationale", decision.rationale),
        files(decision.evidence),
        class_="card",
    )


def _seen(hashes: Iterable[str], sources: Mapping[str, str]) -> Markup:
    """Fingerprints, a line for each, with the source that it is of."""
    return joined((joined([sources.get(one, "earlier"), " ", code(one)]) for one in hashes), "\n")


def _sources(subject: Subject) -> dict[str, str]:
    """The source of each fingerprint that stands on the page."""
    request = subject.request
    named = {one.sha256: subject.source(one.source) for one in request.snapshots}
    return named | {one.sha256: f"for {subject.source(one.source)}" for one in request.documentation}


def facts(subject: Subject, taken: list[dict[str, Any]]) -> Markup:
    """What the sources said, all of it, with its fingerprint; and what was given in their place."""
    held = {snapshot.sha256 for snapshot in subject.request.snapshots if snapshot.is_available}
    shown = [_snapshot(snapshot, subject) for snapshot in subject.request.snapshots]
    earlier = [one for one in taken if one.get("sha256") and one["sha256"] not in held]
    for one in earlier:
        kept = tag("h3", f"{subject.source(str(one['source']))}, as it was read earlier")
        shown.append(tag("div", kept, _payload(one["payload"]), _print(str(one["sha256"])), class_="card"))
    shown += [_document(one, subject) for one in subject.request.documentation]
    return section("What the sources said", *shown)


def _snapshot(snapshot: Snapshot, subject: Subject) -> Markup:
    heading = tag("h3", snapshot.title or subject.source(snapshot.source))
    if snapshot.payload is None:
        said = f"It could not be read: {snapshot.fault or 'no reason was given'}"
        return tag(
            "div",
            heading,
            tag("p", said),
            tag("p", f"Tried {moment(snapshot.taken_at)}", class_="soft"),
            class_="card",
        )
    read = tag("p", f"Read {moment(snapshot.taken_at)}", class_="soft")
    return tag("div", heading, _payload(snapshot.payload), read, _print(snapshot.sha256), class_="card")


def _payload(payload: Any) -> Markup:
    rows = payload.items() if isinstance(payload, dict) else ()
    return pairs((str(name), "none given" if value in (None, "") else value) for name, value in rows)


def _print(sha256: str) -> Markup:
    return tag("p", "SHA-256 ", code(sha256), class_="soft")


def _document(given: Documentation, subject: Subject) -> Markup:
    by = f"Given by {subject.who(given.by)}, {moment(given.at)}"
    heading = f"In place of {subject.source(given.source)}"
    return tag(
        "div",
        labelled(heading, given.words),
        files(given.evidence),
        tag("p", by, class_="soft"),
        _print(given.sha256),
        class_="card",
    )


def holds(subject: Subject) -> Markup:
    """What stopped it: holds, returns, questions to compliance."""
    return section("Holds and returns", *(_hold(hold, subject) for hold in subject.request.holds))


def _hold(hold: Hold, subject: Subject) -> Markup:
    end = hold.closed
    return tag(
        "div",
        tag("h3", title(hold, subject.policy)),
        pairs(
            [
                ("Opened", f"{moment(hold.opened_at)}, by {subject.who(hold.opened_by)}"),
                ("Due", moment(hold.due_at)),
                ("Found overdue", moment(hold.overdue_at)),
                ("Told", subject.everybody(hold.told)),
                (
                    "Closed",
                    f"{ended_as(hold)} {moment(end.at)}, by {subject.who(end.by)}" if end else "it is open",
                ),
                ("Settled on", end.chosen if end else ""),
            ]
        ),
        labelled("Why", hold.why),
        table(
            ("What was missing", ""), ((_field(one.field), wanted(one, subject.policy)) for one in hold.items)
        )
        if hold.items
        else "",
        table(
            ("Source", "Field", "What it says"),
            ((subject.source(v.source), v.field, v.value) for v in hold.values),
        )
        if hold.values
        else "",
        labelled("Conditions", end.conditions) if end else "",
        labelled("In their words", end.words) if end else "",
        files(end.evidence) if end else "",
        class_="card",
    )


def changes(subject: Subject) -> Markup:
    """What was changed after the filing, and how the time to decide was moved."""
    request = subject.request
    shown: list[Markup] = [_amendment(one, subject) for one in request.amendments]
    for one in request.extensions:
        about = f" for {subject.source(one.subject)}" if one.subject else ""
        shown.append(
            tag(
                "p",
                f"{moment(one.at)}: the time to decide was extended by {duration_text(one.length)}{about}, "
                f"by {subject.who(one.by)}.",
            )
        )
        shown.append(labelled("Why", one.why))
    for settled in request.settled:
        shown.append(
            tag(
                "p",
                f"{moment(settled.at)}: the {settled.corrects} was settled on {settled.value}, "
                f"by {subject.who(settled.by)}.",
            )
        )
    asked = request.expedite
    if asked is not None:
        shown += [tag("h3", "The urgent path"), labelled("Asked for, because", asked.justification)]
        if asked.answered_by is not None:
            said = "granted" if asked.is_granted else "not granted"
            shown.append(
                tag(
                    "p",
                    f"{said.capitalize()} {moment(asked.answered_at)} by {subject.who(asked.answered_by)}.",
                )
            )
            shown.append(labelled("Their answer", asked.answer))
    return section("Changes and time", *shown)


def _amendment(one: Amendment, subject: Subject) -> Markup:
    what = ", ".join(_field(name) for name in one.fields) or "nothing"
    kind = "a material change, which began a new round" if one.is_material else "not material"
    said = tag("p", f"{moment(one.at)}: {subject.who(one.by)} changed {what} ({kind}).")
    return joined([said, labelled("Why", one.why)])


def complaints(subject: Subject) -> Markup:
    """What customers complained of, and what was found."""
    return section("Complaints", *(_complaint(one, subject) for one in subject.request.complaints))


def _complaint(one: Complaint, subject: Subject) -> Markup:
    when = "after the decision" if one.after_decision else "before the decision"
    reviewed = (
        f"{moment(one.reviewed_at)}, by {subject.who(one.reviewed_by)}" if one.reviewed_by else "not yet"
    )
    return tag(
        "div",
        pairs(
            [
                ("Recorded", f"{moment(one.at)}, by {subject.who(one.by)}, {when}"),
                ("Reviewed", reviewed if one.after_decision else ""),
            ]
        ),
        labelled("What the customer complains of", one.words),
        labelled("What was found", one.review),
        class_="card",
    )


def escalations(subject: Subject) -> Markup:
    """Who further up was told, and whether they said that they know."""
    rows = [row for one in subject.request.escalations for row in _escalation(one, subject)]
    heads = ("When (UTC)", "About", "Told", "Acknowledged")
    return section("Escalations", table(heads, rows) if rows else "")


def _escalation(one: EscalationRaised, subject: Subject) -> Iterator[tuple[str, str, str, str]]:
    contact = plain(words.contact(one.contact, subject.policy), subject.people)
    about = f"{_ABOUT.get(one.kind, one.kind)}: the {contact}, {one.priority} priority"
    known = (
        f"{moment(one.acknowledged_at)}, by {subject.who(one.acknowledged_by)}"
        if one.acknowledged_by
        else "no"
    )
    if not one.attempts:
        yield short_moment(one.at), about, subject.everybody(one.told) or "nobody could be reached", known
    for place, tried in enumerate(one.attempts):
        told = (
            subject.everybody((*tried.told, *([tried.channel] if tried.channel else ())))
            or "nobody was there"
        )
        absent = f"\nNot there: {', '.join(tried.absent)}" if tried.absent else ""
        is_first = place == 0
        yield (
            short_moment(tried.at),
            about if is_first else "the next step",
            f"{told}{absent}",
            known if is_first else "",
        )


def outcome(subject: Subject) -> Markup:
    """How it was carried out, and how it ended."""
    request = subject.request
    shown = [_execution(one, subject) for one in request.executions]
    if request.ended is not None:
        ended = request.ended
        shown.append(
            joined(
                [
                    tag("p", f"{words.SHORT[ended.how]} {moment(ended.at)}, by {subject.who(ended.by)}."),
                    labelled(words.WHY_ENDED.get(ended.how, "Why"), ended.why),
                ]
            )
        )
    if request.missing:
        lacking = plain("; ".join(missing(one, subject.policy) for one in request.missing), subject.people)
        shown.append(tag("p", f"The record cannot be closed yet. It lacks {lacking}.", class_="open"))
    if request.closed_at is not None:
        shown.append(tag("p", f"The record was found complete and closed {moment(request.closed_at)}."))
    return section("How it was carried out and ended", *shown)


def _execution(one: Execution, subject: Subject) -> Markup:
    by = tag("p", f"{subject.who(one.by)}, {moment(one.at)}", class_="soft")
    return tag("div", labelled(LABELS[one.result], one.done), files(one.evidence), by, class_="card")


def _field(name: str) -> str:
    """A field as the form calls it."""
    return FIELDS[Field(name)] if name in list(Field) else name.replace("_", " ") or "the whole"
