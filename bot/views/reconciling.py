"""A conflict between sources as data quality sees it: what each says side by side, and what was settled."""

from __future__ import annotations

from typing import Any

from bot.views import actions, blocks, words
from bot.views.scene import Rendering
from bot.views.text import Block, escape, joined, person, when
from models.agreement import is_readable
from models.holds import Hold, HoldEnding, SourceValue
from models.policy import Agreement, Correction, Policy, Standard
from models.policy_ways import AgreementKind
from models.request import ExceptionRequest, Score
from models.settled import settled_for
from models.ways import Settled

#: How much of a value is shown, in characters; the details show more of it with all that its source said.
VALUE_SHOWN = 200


def body(scene: Rendering, hold: Hold) -> list[Block]:
    """What the hold's card shows: the values, and what they were settled on."""
    return [*side_by_side(hold, scene.request, scene.policy), *settled(hold, scene.request, scene.policy)]


def buttons(scene: Rendering, hold: Hold) -> list[dict[str, Any]]:
    """What data quality may press while it is open."""
    return [
        actions.button(
            "Settle", actions.SETTLE, actions.carried(scene.request.number, hold.key), style="primary"
        )
    ]


def side_by_side(hold: Hold, request: ExceptionRequest, policy: Policy) -> list[Block]:
    """What each source says, two beside each other: its title, the value, the field and when it was read."""
    read = {s.source: s.taken_at for s in request.snapshots if s.is_available and s.taken_at}
    pairs = []
    for value in hold.values:
        at = when(read[value.source], lead="read ") if value.source in read else "not read any more"
        said = f"*{shown(value.value)}*\n{escape(label(value, policy))}, {at}"
        problem = unreadable(hold, value, policy)
        pairs.append(
            (
                escape(words.source(value.source, policy)),
                f"{said}\n{words.CARE} {problem}" if problem else said,
            )
        )
    return [blocks.fields(pairs)] if pairs else []


def settled(hold: Hold, request: ExceptionRequest, policy: Policy) -> list[Block]:
    """What was chosen and where it comes from, once somebody has."""
    resolved = _resolved(hold, policy)
    return [blocks.section(f"{resolved}{_follows(hold, request, policy)}")] if resolved else []


def _resolved(hold: Hold, policy: Policy) -> str:
    is_settled = (
        hold.closed is not None and hold.closed.how is HoldEnding.RESOLVED and bool(hold.closed.chosen)
    )
    return choice(hold, policy) if is_settled else ""


def choice(hold: Hold, policy: Policy) -> str:
    """`Settled on *45*, as Contract records says.` (mrkdwn)."""
    if hold.closed is None:
        return ""
    same = [value for value in hold.values if value.value == hold.closed.chosen]
    titles = joined((escape(words.source(value.source, policy)) for value in same), "and")
    source = f"as {titles} {'says' if len(same) == 1 else 'say'}" if same else "which no source says"
    return f"Settled on *{shown(hold.closed.chosen)}*, {source}."


def values(hold: Hold, policy: Policy) -> str:
    """All values in a sentence: `CRM says *30*, Contract records says *45*.` (mrkdwn); empty for other holds."""
    said = [f"{escape(words.source(v.source, policy))} says *{shown(v.value, 60)}*" for v in hold.values]
    return f"{', '.join(said)}." if said else ""


def documented(hold: Hold, policy: Policy) -> str:
    """The discrepancy and the choice, for the thread (mrkdwn)."""
    return "\n".join(text for text in (values(hold, policy), _resolved(hold, policy)) if text)


def shown(value: str, limit: int = VALUE_SHOWN) -> str:
    """A value as it stands in mrkdwn."""
    return escape(blocks.one_line(value, limit))


def label(value: SourceValue, policy: Policy) -> str:
    """What the field is called: as the cards call it, else by its own name; as typed."""
    facts = next((source.facts for source in policy.sources if source.name == value.source), {})
    return facts.get(value.field) or blocks.one_line(value.field.replace("_", " "), 60)


def basis(request: ExceptionRequest, policy: Policy) -> str:
    """What the deviation is measured against, where that is not the policy's own number (mrkdwn); else empty."""
    settled, own = settled_for(request, Correction.STANDARD), policy.standard(request.filing.standard)
    if settled is None or own is None or own.value is None:
        return ""
    said = f"from {escape(words.figure(settled.value, own))}, {_settled_by(settled, own)}"
    if settled.value == own.value:
        return said
    return f"{said}\nwhat is asked applies already" if request.filing.requested == settled.value else said


def standing(request: ExceptionRequest, policy: Policy) -> str:
    """That another number stands for the standard, where one was settled for the request (mrkdwn); else empty."""
    settled, own = settled_for(request, Correction.STANDARD), policy.standard(request.filing.standard)
    if settled is None or own is None or own.value is None:
        return ""
    figure = escape(words.figure(settled.value, own))
    return f"The standard is *{figure}* here, {_settled_by(settled, own)}."


def value_standing(request: ExceptionRequest, score: Score) -> str:
    """Which decision value counts, where another was settled than was entered (mrkdwn); else empty."""
    settled = settled_for(request, Correction.VALUE)
    if settled is None or settled.value != score.value.amount or request.filing.value == score.value:
        return ""
    return (
        f"The decision value is *{score.value}* here, settled by {person(settled.by)}; "
        f"{request.filing.value} is entered."
    )


def unreadable(hold: Hold, value: SourceValue, policy: Policy) -> str:
    """Why the value agrees with nothing, where it is no number or no day; empty where it is one."""
    agreement = agreement_of(hold, policy)
    if agreement is None or is_readable(agreement, value.value, policy.calendar.zone):
        return ""
    return (
        "This is no number."
        if agreement.kind is AgreementKind.NUMBER
        else "This is no date that can be told."
    )


def agreement_of(hold: Hold, policy: Policy) -> Agreement | None:
    """The fields that must agree, which the hold is about."""
    return next((agreement for agreement in policy.agreements if agreement.name == hold.subject), None)


def _settled_by(settled: Settled, own: Standard) -> str:
    """Whose word the number is, and what the policy has where that is another (mrkdwn)."""
    if own.value is None or settled.value == own.value:
        return f"as settled by {person(settled.by)}"
    return f"settled by {person(settled.by)}; the policy has {escape(words.figure(own.value, own))}"


def _follows(hold: Hold, request: ExceptionRequest, policy: Policy) -> str:
    agreement = agreement_of(hold, policy)
    corrects = agreement.corrects if agreement is not None else None
    if corrects is None or (agreement and agreement.standard not in (None, request.filing.standard)):
        return ""
    if corrects is Correction.STANDARD:
        return "\nThe deviation is measured against it."
    return "\nIt is the decision value now."
