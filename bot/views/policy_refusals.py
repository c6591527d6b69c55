"""The sentences for what is not done about the policy itself: a change that was proposed, and its yearly review."""

from __future__ import annotations

from models.refusals import Why

#: Why it was not done; `{can}` says who could, `{by}` who was first or whom somebody counts as one person with.
SENTENCES = {
    Why.NOT_ADMINISTRATOR: (
        "Changes of the policy are proposed and approved by its administrators, and you are not one.{can}"
    ),
    Why.NO_SECOND_ADMINISTRATOR: (
        "A change of the policy takes two administrators: one proposes, another one approves. The policy names "
        "nobody besides you who could approve yours. Whoever keeps the policy file can name a second one under "
        "`administrators`; the policy's owner decides whom.{owner}"
    ),
    Why.NOT_AS_PROPOSED: (
        "What is stored of this proposal is not what was proposed, so it cannot be approved. Reject it and propose "
        "it again, and tell whoever runs the bot that its database was changed from outside."
    ),
    Why.BASE_CHANGED: (
        "The policy was changed since this was written, so it would be put in place of another one than you saw. "
        "Look at `/exception policy`, and propose it again from there."
    ),
    Why.NOT_PROPOSABLE: (
        "Thresholds, authority, decision times and contacts are changed here. All else is changed in the policy file "
        "by whoever keeps it."
    ),
    Why.NO_SUCH_POLICY_CHANGE: "There is no such proposal. `/exception policy` shows those that are open.",
    Why.POLICY_CHANGE_OVER: (
        "{by} has already ended this proposal; nothing more is decided about it. `/exception policy` shows what holds."
    ),
    Why.OWN_POLICY_CHANGE: (
        "You proposed this change, so somebody else has to decide it. Any other administrator can; you can take it "
        "back."
    ),
    Why.ONE_WITH_PROPOSER: (
        "You count as one person with {by}, who proposed this: a delegation between you was in force since then. "
        "Another administrator has to decide it."
    ),
    Why.NOT_PROPOSER: (
        "Only whoever proposed this change can take it back, and you did not. Another administrator can reject it."
    ),
    Why.NOT_READINESS_READER: (
        "How ready everything is, is shown to those who own, administer or audit the policy or read its reports, and "
        "you are not among them.{can}"
    ),
    Why.NO_SUCH_POLICY_CARE: "There is no such review of the policy. `/exception policy` shows when it is due.",
    Why.NOT_POLICY_OWNER: "The policy is reviewed by its owner, and you do not belong to them.{can}",
    Why.POLICY_CARE_OVER: (
        "{by} has already reviewed the policy this time. `/exception policy` shows when it is due next."
    ),
    Why.NOT_TRAINED: (
        "Before you decide, the policy asks you to read its criteria and attest that you understood them. Type "
        "`/exception training`, attest there, and do this again."
    ),
    Why.CRITERIA_CHANGED: (
        "The policy was changed since you opened this, so you have not seen its criteria of now. Type "
        "`/exception training` and read them there."
    ),
    Why.NOT_TRAINER: (
        "The policy's owner, its administrators and compliance ask others to attest, and you are not among them.{can}"
    ),
    Why.ALL_TRAINED: "Everybody who decides has attested, so there is nobody to ask.",
    Why.ASKED_TODAY: (
        "Those who have not attested were all asked today already. Ask them again tomorrow, or write to them yourself."
    ),
}

#: The same as it stands behind a colon in the trail.
BECAUSE = {
    Why.NOT_ADMINISTRATOR: "they are no administrator of the policy",
    Why.NO_SECOND_ADMINISTRATOR: "the policy has no second administrator",
    Why.BASE_CHANGED: "the policy was changed in between",
    Why.NOT_AS_PROPOSED: "it was not as it had been proposed",
    Why.NOT_PROPOSABLE: "that is changed in the policy file",
    Why.NO_SUCH_POLICY_CHANGE: "there is no such proposal",
    Why.POLICY_CHANGE_OVER: "the proposal had ended already",
    Why.OWN_POLICY_CHANGE: "they proposed it",
    Why.ONE_WITH_PROPOSER: "they count as one person with whoever proposed it",
    Why.NOT_PROPOSER: "they did not propose it",
    Why.NOT_READINESS_READER: "they are not among those who may see how ready everything is",
    Why.NO_SUCH_POLICY_CARE: "there is no such review of the policy",
    Why.NOT_POLICY_OWNER: "they do not own the policy",
    Why.POLICY_CARE_OVER: "the policy was reviewed already",
    Why.NOT_TRAINED: "they had not attested to the decision criteria",
    Why.CRITERIA_CHANGED: "the policy was changed since they had opened it",
    Why.NOT_TRAINER: "they do not look after the training",
    Why.ALL_TRAINED: "everybody had attested",
    Why.ASKED_TODAY: "they were asked that day already",
}
