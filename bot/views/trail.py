"""The trail in words: one line for each event, with who and when; it judges no chain."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from bot.views import (
    amending,
    executing,
    expediting,
    export_words,
    hold_trail,
    outage_trail,
    policy_trail,
    returning,
    waiving,
    words,
)
from bot.views.alerted import came_by, sentence_case, trigger_in
from bot.views.audit_gaps import missing
from bot.views.blocks import one_line
from bot.views.delegation_words import acting
from bot.views.exceptional import SENTENCES
from bot.views.ladder import attempts_in, passed_over, reached, whom
from bot.views.refused_because import REFUSED_BECAUSE
from bot.views.report_words import period_name
from bot.views.text import Names, escape, percent, person, when
from models.audit_chain import AuditEvent
from models.events import EventKind
from models.oversight.exporting import Format
from models.oversight.months import Period
from models.people import SYSTEM
from models.policy import Policy
from models.policy_history import OPERATOR
from models.request import Result, Stage

Changed = Mapping[str, Any]

#: Who acts without being somebody in Slack.
_NO_PERSON = {SYSTEM.id: "Exception Desk", OPERATOR.id: "The operator"}
_ACTS = {
    "File": "file it",
    "Approve": "approve it",
    "Reject": "reject it",
    "MarkExecuted": "mark it as executed",
    "RollBack": "roll it back",
    "Acknowledge": "acknowledge an escalation",
    "Withdraw": "withdraw it",
    "Close": "close it",
    "Delegate": "delegate their authority",
    "EndDelegation": "end a delegation",
    "DocumentSource": "give alternate documentation",
    "ResolveHold": "close a hold",
    "ExtendDeadline": "extend the deadline",
    "RouteToCompliance": "route it to compliance",
    "ClearCompliance": "clear it for compliance",
    "Prohibit": "prohibit it",
    "ReturnForCompletion": "return it",
    "Amend": "amend it",
    "AskToExpedite": "ask for the urgent path",
    "AnswerExpedite": "answer for the urgent path",
    "Complain": "record a complaint",
    "ReviewComplaint": "review a complaint",
    "ConcludePolicyReview": "conclude a policy review",
    "ProposePolicyChange": "propose a change of the policy",
    "ApprovePolicyChange": "approve a change of the policy",
    "RejectPolicyChange": "reject a change of the policy",
    "WithdrawPolicyChange": "take back a change of the policy",
    "ReviewPolicy": "record the policy's review",
    "AskForReport": "see the key figures",
    "Export": "take the record out",
    "SnoozeReminder": "put their reminder off",
    "SetPreferences": "choose what they are told",
    "MarkItems": "mark items of an audit review",
    "AskToSignOff": "sign off an audit review",
    "SignOffAuditReview": "sign off an audit review",
}


def told_of(link: AuditEvent, policy: Policy, names: Names, *, with_words: bool = True) -> str:
    """What happened, in a sentence or two of mrkdwn, without the time; texts that people typed are left out.

    Only why the urgent path was asked for and answered so stands in the sentence, unless it is to be without words
    because they are quoted beside it.
    """
    changed: Changed = json.loads(link.changed)
    try:
        kind = EventKind(link.kind)
    except ValueError:
        return escape(link.kind)
    actor = _NO_PERSON.get(link.actor) or acting(person(link.actor), changed)
    if not with_words and kind in (EventKind.EXPEDITE_ASKED, EventKind.EXPEDITE_ANSWERED):
        return expediting.in_trail(changed, actor, with_words=False)
    tell: Callable[[Changed, str, Policy, Names], str] = _TELL[kind]
    return tell(changed, actor, policy, names)


def entry(link: AuditEvent, policy: Policy, names: Names) -> str:
    """One line of the trail (mrkdwn): its place, what happened, and when to the second."""
    at = when(link.at, "{date_short_pretty} at {time_secs}")
    return f"*{link.position}.*  {told_of(link, policy, names)}\n{at}  ·  `{escape(link.kind)}`"


def _filed(changed: Changed, actor: str, policy: Policy, names: Names) -> str:
    trigger = trigger_in(changed)
    if trigger is not None:
        return f"{sentence_case(came_by(trigger))} filed it in the name of {actor}."
    return f"{actor} filed it."


def _routed(changed: Changed, actor: str, policy: Policy, names: Names) -> str:
    if changed.get("is_unscored"):
        return "It is not complete, so it was not scored, and no tier was asked."
    tier = escape(policy.tier(str(changed["tier"])).title)
    due = when(_time(changed["deadline"]), lead="due ")
    over = (
        " The value is over the authority of the deviation's own tier."
        if changed.get("over_authority")
        else ""
    )
    return f"Routed to {tier}, for a deviation of {_percent(changed['deviation'])}; {due}.{over}"


def _confirmed(changed: Changed, actor: str, policy: Policy, names: Names) -> str:
    now, was = _percent(changed["deviation"]), _percent(changed["was"])
    return (
        f"{actor} confirmed the deviation of {now}."
        if now == was
        else f"{actor} set the deviation to {now}; it was {was}."
    )


def _snapshot(changed: Changed, actor: str, policy: Policy, names: Names) -> str:
    source = escape(words.source(str(changed["source"]), policy))
    return f"{source} was read and kept, fingerprint `{escape(str(changed['sha256'])[:12])}`."


def _unavailable(changed: Changed, actor: str, policy: Policy, names: Names) -> str:
    source = escape(words.source(str(changed["source"]), policy))
    fault = escape(one_line(str(changed.get("fault") or "no reason was given"), 200))
    return f"{source} could not be read: {fault}"


def _validated(changed: Changed, actor: str, policy: Policy, names: Names) -> str:
    return f"{actor} gave the first approval.{_saw(changed)}"


def _authorized(changed: Changed, actor: str, policy: Policy, names: Names) -> str:
    return f"{actor} gave the second approval.{_saw(changed)}"


def _rejected(changed: Changed, actor: str, policy: Policy, names: Names) -> str:
    stage = Stage(changed["decision"]["stage"])
    return f"{actor} rejected it at the {words.APPROVALS[stage]}.{_saw(changed)}"


def _saw(changed: Changed) -> str:
    count = len(changed["decision"].get("saw") or ())
    given = len(changed["decision"].get("saw_documents") or ())
    papers = f" and {given} {'document' if given == 1 else 'documents'} in place of a source" if given else ""
    shown = f"{count} {'snapshot' if count == 1 else 'snapshots'}{papers}"
    return f" {shown} {'was' if count == 1 and not given else 'were'} on the card." if count or given else ""


def _near(changed: Changed, actor: str, policy: Policy, names: Names) -> str:
    return f"The deadline came near; the {words.APPROVALS[Stage(changed['missing'])]} was missing."


def _breached(changed: Changed, actor: str, policy: Policy, names: Names) -> str:
    return f"The deadline passed; the {words.APPROVALS[Stage(changed['missing'])]} was missing."


def _escalated(changed: Changed, actor: str, policy: Policy, names: Names) -> str:
    contact = words.contact(str(changed["contact"]), policy)
    people = reached([str(one) for one in changed.get("told") or ()])
    tried = attempts_in(changed)
    people = (whom(tried, names) if tried else people) or "nobody could be reached"
    over = passed_over(tried, names)
    absent = f" Not there: {over}." if over else ""
    return f"Escalated to the {contact}, {escape(str(changed['priority']))} priority: {people}.{absent}"


def _attempted(changed: Changed, actor: str, policy: Policy, names: Names) -> str:
    tried = attempts_in(changed)
    over = passed_over(tried, names)
    absent = f" Not there: {over}." if over else ""
    return f"Nobody had acknowledged it, so the next was told: {whom(tried, names) or 'nobody was there'}.{absent}"


def _acknowledged(changed: Changed, actor: str, policy: Policy, names: Names) -> str:
    return f"{actor} acknowledged the escalation."


def _executed(changed: Changed, actor: str, policy: Policy, names: Names) -> str:
    return f"{actor} carried it out."


def _withdrawn(changed: Changed, actor: str, policy: Policy, names: Names) -> str:
    return f"{actor} withdrew it."


def _incomplete(changed: Changed, actor: str, policy: Policy, names: Names) -> str:
    lacking = "; ".join(missing(str(item), policy) for item in changed["missing"])
    return f"The record was checked and not closed. It lacked {lacking}."


def _closed(changed: Changed, actor: str, policy: Policy, names: Names) -> str:
    return f"The record was checked, found complete and closed: {escape(_ending(changed))}."


def _ending(changed: Changed) -> str:
    said = executing.closed(changed)
    return said[:1].lower() + said[1:]


def _failed(changed: Changed, actor: str, policy: Policy, names: Names) -> str:
    again = "" if changed["execution"]["result"] == Result.FAILED else " It is not tried again."
    return f"{actor} tried to carry it out, and it failed.{again}"


def _refused(changed: Changed, actor: str, policy: Policy, names: Names) -> str:
    act = _ACTS.get(str(changed.get("act")), "do something")
    why = REFUSED_BECAUSE.get(str(changed["why"]), escape(str(changed["why"]).replace("_", " ")))
    return f"{actor} tried to {act} and was refused: {why}."


def _expedited(changed: Changed, actor: str, policy: Policy, names: Names) -> str:
    return expediting.in_trail(changed, actor)


def _waived(changed: Changed, actor: str, policy: Policy, names: Names) -> str:
    return waiving.told(changed, policy)


def _reported(changed: Changed, actor: str, policy: Policy, names: Names) -> str:
    period = period_name(Period(first=changed["first"], last=changed["last"]))
    return f"The report of {period} was posted in {escape(str(changed['channel']))}."


def _exported(changed: Changed, actor: str, policy: Policy, names: Names) -> str:
    taken = f"{export_words.what(changed)} {export_words.AS[Format(str(changed['format']))]}"
    counted = export_words.events(int(changed["events"]))
    by = f" on the command line, as {escape(str(changed['operator']))}" if changed.get("operator") else ""
    return f"{actor} took out the record of {taken}{by}: {counted}."


def _time(text: object) -> datetime:
    return datetime.fromisoformat(str(text))


def _percent(text: object) -> str:
    return percent(Decimal(str(text)))


def _plainly(sentence: str) -> Callable[[Changed, str, Policy, Names], str]:
    return lambda changed, actor, policy, names: sentence.format(actor=actor)


_TELL: Mapping[EventKind, Callable[[Changed, str, Policy, Names], str]] = {
    EventKind.FILED: _filed,
    EventKind.ROUTED: _routed,
    EventKind.SCORE_CONFIRMED: _confirmed,
    EventKind.SNAPSHOT_TAKEN: _snapshot,
    EventKind.SOURCE_UNAVAILABLE: _unavailable,
    EventKind.VALIDATED: _validated,
    EventKind.AUTHORIZED: _authorized,
    EventKind.REJECTED: _rejected,
    EventKind.DEADLINE_NEAR: _near,
    EventKind.DEADLINE_BREACHED: _breached,
    EventKind.ESCALATED: _escalated,
    EventKind.ACKNOWLEDGED: _acknowledged,
    EventKind.EXECUTED: _executed,
    EventKind.WITHDRAWN: _withdrawn,
    EventKind.CLOSING_INCOMPLETE: _incomplete,
    EventKind.CLOSED: _closed,
    **{kind: _plainly(sentence) for kind, sentence in SENTENCES.items()},
    EventKind.HOLD_OPENED: hold_trail.opened,
    EventKind.HOLD_CLOSED: hold_trail.closed,
    EventKind.HOLD_OVERDUE: hold_trail.overdue,
    EventKind.HOLD_OFFERED: outage_trail.offered,
    EventKind.DOCUMENTED: outage_trail.documented,
    EventKind.EXTENDED: outage_trail.extended,
    EventKind.RETURNED: returning.trail,
    EventKind.AMENDED: amending.trail,
    EventKind.EXPEDITE_ASKED: _expedited,
    EventKind.EXPEDITE_ANSWERED: _expedited,
    EventKind.WAIVED: _waived,
    EventKind.ATTEMPTED: _attempted,
    EventKind.EXECUTION_FAILED: _failed,
    EventKind.REFUSED: _refused,
    EventKind.POLICY_RECORDED: policy_trail.recorded,
    EventKind.POLICY_PROPOSED: policy_trail.proposed,
    EventKind.POLICY_APPROVED: policy_trail.approved,
    EventKind.EXPORTED: _exported,
    EventKind.REPORT_POSTED: _reported,
}
