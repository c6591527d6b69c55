"""The whole request in a modal: every text in full, every snapshot and decision, and the trail in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from bot.views import (
    actions,
    amending,
    approvals,
    blocks,
    buttons,
    complaint,
    executing,
    expediting,
    like_cases,
    words,
)
from bot.views.answered import CONDITIONS
from bot.views.compliance_card import can_be_routed
from bot.views.elapsed import clock_used
from bot.views.hold_record import hold_record
from bot.views.outage_card import documentation
from bot.views.pages import pages
from bot.views.summary import figures, hero, origin, rule
from bot.views.text import Block, Names, escape, plain_text, when
from bot.views.trail import entry
from models.audit_chain import AuditEvent
from models.like_cases import LikeCases
from models.policy import Policy
from models.request import Evidence, ExceptionRequest, Stage
from models.snapshot import Snapshot

#: Columns of a snapshot that are shown, and how long each may be; the record keeps all of it.
COLUMNS_SHOWN = 40
COLUMN_LENGTH = 200


def details(
    request: ExceptionRequest,
    policy: Policy,
    trail: Sequence[AuditEvent],
    names: Names,
    page: int = 0,
    *,
    can_decide: bool = False,
    can_roll_back: bool = False,
    can_export: bool = False,
    like: LikeCases | None = None,
) -> dict[str, Any]:
    """The modal, or one page of it counted from 0; a page that is not there becomes the nearest that is.

    `can_decide` offers the decision in it: whoever stands in for somebody may not see the channel of the card.
    `can_roll_back` offers that too: the card of what was carried out long ago is far up in its channel.
    `can_export` offers the decision packet.
    """
    made = pages([*_request(request, policy, names, can_decide, like), *_trail(trail, policy, names)])
    page = min(max(page, 0), len(made) - 1)
    return {
        "type": "modal",
        "callback_id": actions.DETAILS_VIEW,
        "private_metadata": actions.carried(request.number, page),
        "title": plain_text(request.id),
        "close": plain_text("Close"),
        "blocks": [
            *made[page],
            *([actions.row(buttons.roll_back(request))] if can_roll_back else []),
            *(_packet(request) if can_export and page == 0 else []),
            *_turn(request, page, len(made)),
        ],
    }


def _request(
    request: ExceptionRequest, policy: Policy, names: Names, can_decide: bool, like: LikeCases | None
) -> Iterator[list[Block]]:
    filing = request.filing
    yield [blocks.header(words.heading(request, policy))]
    state = approvals.state(request, policy, names)
    yield [
        state or blocks.section(f"{words.sign(request)} *{words.status(request)}*"),
        hero(request, policy),
        rule(request, policy),
        blocks.fields(figures(request, policy)),
        *(_decide(request) if can_decide else []),
    ]
    if can_be_routed(request):
        value = actions.carried(request.number)
        yield [actions.row(actions.button("Route to compliance", actions.ROUTE_TO_COMPLIANCE, value))]
    if not words.has_figures(request, policy):
        yield _whole("Requested instead", filing.requested_words)
    yield _whole("Rationale", filing.rationale)
    yield _whole("Impact analysis", filing.impact)
    if filing.dependencies.strip():
        yield _whole("Dependencies", filing.dependencies)
    if filing.message is not None:
        yield [
            *_whole("The message it was filed from", filing.message.text),
            blocks.small(origin(request, names)),
        ]
    if request.trigger is not None:
        alert = escape(blocks.one_line(request.trigger.id, 100))
        yield [blocks.small(f"{origin(request, names)}  ·  its id there `{alert}`")]
    yield _files(filing.evidence)
    yield like_cases.on_card(like)
    yield [blocks.divider(), blocks.header("Approvals"), approvals.approvals(request, policy, names)]
    yield expediting.marks(request, policy, names)
    for label, text in expediting.whole(request):
        yield _whole(label, text)
    for said in request.conditions:
        yield _whole(CONDITIONS, said)
    yield from _decisions(request)
    if request.ended is not None and request.ended.why:
        yield _whole(words.WHY_ENDED[request.ended.how], request.ended.why)
    for one in request.executions:
        under = blocks.small(executing.by_and_when(one))
        yield [*_whole(executing.LABELS[one.result], one.done), *_files(one.evidence), under]
    if request.amendments:
        yield [blocks.divider(), blocks.header("Changes")]
        yield from amending.in_full(request)
    if request.holds:
        yield [blocks.divider(), blocks.header("Holds"), *_clock(request)]
    for hold in request.holds:
        yield hold_record(hold, request, policy, names)
    if request.complaints:
        yield [blocks.divider(), blocks.header("Complaints")]
        yield from complaint.in_full(request, policy)
    yield [blocks.divider(), blocks.header("What the sources said")]
    if request.is_incomplete:
        yield [blocks.section("They are asked once it is complete.")]
    elif not request.snapshots:
        yield [blocks.section(f"{words.WAITING} The sources are being read.")]
    for snapshot in request.snapshots:
        yield _snapshot(snapshot)
    for label, text, evidence in documentation(request, policy):
        yield [*_whole(label, text), *_files(evidence)]


def _clock(request: ExceptionRequest) -> list[Block]:
    used = clock_used(request)
    return [blocks.small(used)] if used else []


def _decisions(request: ExceptionRequest) -> Iterator[list[Block]]:
    for stage in Stage:
        decision = request.decision(stage)
        if decision is not None:
            yield [*_whole(words.why(decision), decision.rationale), *_files(decision.evidence)]


def _whole(label: str, text: str) -> list[Block]:
    """A typed text with nothing left out."""
    return [blocks.rich([blocks.line(blocks.run(label, bold=True)), blocks.quoted(text)])] if text else []


def _files(evidence: Iterable[Evidence]) -> list[Block]:
    """Every file, one a line."""
    lines = [
        blocks.line(
            blocks.symbol(words.FILES), blocks.run(" "), blocks.link(file.permalink, file.name or "file")
        )
        for file in evidence
    ]
    return [blocks.rich(lines)] if lines else []


def _snapshot(snapshot: Snapshot) -> list[Block]:
    title = f"*{escape(snapshot.title)}*"
    if snapshot.payload is None:
        fault = escape(blocks.one_line(snapshot.fault or "no reason was given", 300))
        return [
            blocks.section(
                f"{words.CARE} {title} could not be read: {fault}\n{when(snapshot.taken_at, lead='Tried ')}"
            )
        ]
    columns = list(snapshot.payload.items())
    shown = [
        f"{escape(blocks.one_line(column, 60))}: {escape(blocks.one_line(str(value), COLUMN_LENGTH))}"
        for column, value in columns[:COLUMNS_SHOWN]
    ]
    if len(columns) > COLUMNS_SHOWN:
        shown.append(f"… and {len(columns) - COLUMNS_SHOWN} more columns on record")
    read = f"{when(snapshot.taken_at, lead='Read ')}  ·  fingerprint `{snapshot.sha256[:12]}`"
    return [blocks.section(blocks.within([title, *shown], rest="… more on record")), blocks.small(read)]


def _trail(trail: Sequence[AuditEvent], policy: Policy, names: Names) -> Iterator[list[Block]]:
    count = "1 event" if len(trail) == 1 else f"{len(trail)} events"
    version = f"policy version `{escape(trail[0].policy_version[:12])}`" if trail else "nothing yet"
    yield [blocks.divider(), blocks.header("Trail"), blocks.small(f"{count}  ·  {version}")]
    for link in trail:
        yield [blocks.small(entry(link, policy, names))]


def _decide(request: ExceptionRequest) -> list[Block]:
    """The decision that its reader can make."""
    shown = actions.carried(request.number, request.stage or "")
    return [
        actions.row(
            actions.button("Approve", actions.APPROVE, shown, style="primary"),
            actions.button("Reject", actions.REJECT, shown, style="danger"),
        )
    ]


def _packet(request: ExceptionRequest) -> list[Block]:
    return [
        actions.row(actions.button("Decision packet", actions.TAKE_PACKET, actions.carried(request.number)))
    ]


def _turn(request: ExceptionRequest, page: int, count: int) -> list[Block]:
    """Ways to the pages before and after this one; each in a block of its own, for they share an action."""
    shown = []
    for label, other in (("Previous page", page - 1), ("Next page", page + 1)):
        if 0 <= other < count:
            turn = actions.button(label, actions.DETAILS_PAGE, actions.carried(request.number, other))
            shown.append(blocks.section(f"Page {other + 1} of {count}", turn))
    return [blocks.divider(), *shown] if shown else []
