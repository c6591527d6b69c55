"""The sentences for what is not done because it is over, is not there, or is not theirs: each says what to do now."""

from __future__ import annotations

from models.refusals import Why

#: Why it was not done; `{by}` says who was first, `{requester}` who withdrew it.
SENTENCES = {
    Why.SYSTEM_ONLY: "This happens by itself when its time comes; there is nothing for you to do.",
    Why.NOT_REQUESTER: (
        "Only whoever filed this request can do that, and you did not file it. Ask them in the thread "
        "under its card."
    ),
    Why.NO_SUCH_DELEGATION: "There is no such delegation any more. `/exception delegate` shows yours.",
    Why.NOT_YOUR_DELEGATION: "Only the two people of a delegation can end it. `/exception delegate` shows yours.",
    Why.DELEGATION_OVER: "This delegation is over already; there is nothing to end.",
    Why.NO_SUCH_HOLD: "This request has no such hold. Its card shows what it waits for.",
    Why.HOLD_CLOSED: "{by} has already closed this hold. The request's card shows what it waits for now.",
    Why.ALREADY_ON_HOLD: "This request is on hold for that already. Its card shows whom it waits on.",
    Why.ALREADY_ASKED: (
        "The urgent path was asked for already, and that is done once. Your card shows the answer."
    ),
    Why.NOT_ASKED: (
        "The urgent path is not asked for any more: the request was changed since, and a new round "
        "began. Whoever filed it can ask again."
    ),
    Why.ALREADY_ANSWERED: "{by} has already answered this; the card shows how.",
    Why.ALREADY_ENDED: (
        "This request has ended; nothing is decided or done any more. Whoever still needs it files a new one."
    ),
    Why.ALREADY_DECIDED: (
        "{by} has already decided this request; no decision is left to make. Its card shows what follows."
    ),
    Why.NOT_APPROVED: (
        "This request is not at that point: it needs both approvals, and to be carried out, first. Its "
        "card shows whom it waits on."
    ),
    Why.ALREADY_EXECUTED: "{by} has already carried this out and said what was done; its card shows it.",
    Why.ALREADY_ROLLED_BACK: (
        "{by} has already rolled this back; nothing more is done. Whoever still needs it files a new one."
    ),
    Why.GIVEN_UP: (
        "{by} has said that this failed and is not tried again. Whoever still needs it files a new one."
    ),
    Why.ALREADY_WITHDRAWN: (
        "{requester} has withdrawn this request; nothing is decided or done any more. Whoever still "
        "needs it files a new one."
    ),
    Why.ALREADY_CLOSED: (
        "This record is closed; nothing in it changes any more. Whoever needs more files a new one."
    ),
    Why.ALREADY_ACKNOWLEDGED: "{by} has already acknowledged this and looks after it; there is nothing to do.",
    Why.ALREADY_RECORDED: "This is on record already; there is nothing to do.",
    Why.DEADLINE_MOVED: (
        "The deadline has moved or the decision was made, so this no longer applies; there is nothing to do."
    ),
    Why.NO_SUCH_ESCALATION: "There is no such escalation of this request. Its details show those there are.",
    Why.NO_SUCH_COMPLAINT: "There is no such complaint about this request. Its details show those there are.",
    Why.ALREADY_REVIEWED: (
        "{by} has already reviewed this complaint; the request's details show what they found."
    ),
    Why.POLICY_REVIEW_CONCLUDED: (
        "{by} has already concluded this policy review. `/exception reviews` lists those that are open."
    ),
    Why.ALREADY_SIGNED_OFF: (
        "{by} has already signed this review off; nothing in it changes any more. `/exception reviews` "
        "lists those that are open."
    ),
}
