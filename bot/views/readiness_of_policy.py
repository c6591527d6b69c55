"""The words of readiness for the policy's checklist (blueprint, Policy Checklist), for Slack and for a terminal."""

from __future__ import annotations

from models.checks import What

#: What was found, then what to do about it; nothing is to be done where it is as it should be.
OF_POLICY: dict[What, tuple[str, str]] = {
    What.SOURCE_READ: ("{source} answered in {took}{known}.", ""),
    What.SOURCE_UNREADABLE: (
        "{fault}",
        "See to it that it is there and up to date; `[[sources]]` in the policy says where it is looked for.",
    ),
    What.NO_CUSTOMERS: (
        "{source} has no customers, so none can be chosen in the form.",
        "See to it that the source holds them; `customers` in the policy says which source is searched.",
    ),
    What.PEOPLE_THERE: ("All {groups} groups and {people} people whom the policy names are there.", ""),
    What.GROUP_MISSING: (
        "{who} does not exist in this workspace{meant}; {policy} names it for {roles}.",
        "Create the user group (Slack has them in its paid plans) and put people into it, or name another one, or "
        "people, in the policy.",
    ),
    What.GROUP_DISABLED: (
        "{who} is disabled; {policy} names it for {roles}.",
        "Enable the user group again, or name another one in the policy.",
    ),
    What.GROUP_EMPTY: (
        "{who} has nobody in it who is there; {policy} names it for {roles}.",
        "Put people into the user group who are active members of this workspace.",
    ),
    What.PERSON_UNKNOWN: (
        "{who} is nobody whom Slack knows; {policy} names them for {roles}.",
        "Name somebody else in the policy: a member's id is in their Slack profile, under ⋮.",
    ),
    What.PERSON_GONE: (
        "{who} is deactivated or no full member; {policy} names them for {roles}.",
        "Name somebody else in the policy.",
    ),
    What.TIER_DECIDED: (
        "{tier}: {validator} can validate and {authorizer} authorise, for one. {validators} could validate, and "
        "{authorizers} of the tier could authorise.",
        "",
    ),
    What.TIER_ONE_PAIR: (
        "{tier}: only {validator} and {authorizer} could decide it together; where one of them asks or is away, nobody "
        "can.",
        "Put more people into the groups that decide.",
    ),
    What.TIER_ONE_VALIDATOR: (
        "{tier}: only {validator} validates; where they ask or are away, nobody can decide.",
        "Put more people into {who}.",
    ),
    What.TIER_BY_HIGHER: (
        "{tier}: nobody is there in {who}, so the tiers above decide for it.",
        "Put people into {who}.",
    ),
    What.TIER_AWAY: (
        "{tier}: everybody who authorises in it is away and has delegated: {who}.",
        "Nothing has to be done while those whom they delegated to are there.",
    ),
    What.TIER_NO_VALIDATOR: (
        "{tier}: nobody is there in {who} to validate, so nothing can be filed for it.",
        "Put people into {who}, or name others in the policy.",
    ),
    What.TIER_NO_AUTHORIZER: (
        "{tier}: nobody is there in {who} to authorise, so nothing can be filed for it.",
        "Put people into {who}, or name others in the policy.",
    ),
    What.TIER_ONE_PERSON: (
        "{tier}: of {who} only one person is there, and it takes two, so nothing can be filed for it.",
        "Put a second person into these groups, or name others in the policy.",
    ),
    What.CONTACTS_THERE: ("All {count} contacts have somebody who is there.", ""),
    What.CONTACT_NOBODY: (
        "{contact}: neither {who} nor a backup is there, so escalations pass them over.",
        "Name others under *Propose other contacts* in `/exception policy`.",
    ),
    What.CONTACT_BACKUP: (
        "{contact}: {who} is not there; the backup is told: {backup}.",
        "Name another contact under *Propose other contacts* in `/exception policy`.",
    ),
    What.CONTACT_AWAY: (
        "{contact}: everybody is away or in do-not-disturb just now: {who}.",
        "Nothing has to be done: it goes to the next step of the ladder, and urgent news reach them all the same.",
    ),
    What.THRESHOLDS_REVIEWED: ("The policy was reviewed on {last}; next on {due}.", ""),
    What.THRESHOLDS_NEAR: (
        "The policy's review is near: due on {due}, last made on {last}.",
        "Look whether thresholds, authority and times still fit; the bot asks for it on that day.",
    ),
    What.THRESHOLDS_OVERDUE: (
        "The policy's review is overdue: it was due on {due}, last made on {last}.",
        "Review it, and press *Reviewed…* on the card that the bot has sent; `/exception policy` shows the policy.",
    ),
    What.GOVERNED: ("Two approvals, an owner for every hold, and more than one administrator.", ""),
    What.SINGLE_APPROVAL: (
        "One approval is enough up to {deviation} and {value}: the second one is waived.",
        "Weigh whether that fits the risk; `[single_approval]` in the policy switches it off.",
    ),
    What.HOLD_UNNAMED: (
        "The policy names no owner for {hold}.",
        "Write it under `[holds]` in the policy file.",
    ),
    What.HOLD_UNSTAFFED: (
        "Nobody is there in {who}, who own {hold}: it would never be closed.",
        "Put people into {who}, or name others in the policy.",
    ),
    What.ONE_ADMINISTRATOR: (
        "Only one administrator is there, {who}, and a change of the policy takes two.",
        "Name a second one under `administrators` in the policy file.",
    ),
    What.NO_ADMINISTRATOR: (
        "None of the policy's administrators is there: {who}.",
        "Name two people under `administrators` in the policy file.",
    ),
    What.AUDIT_HOLDS: (
        "{events} events in {chains} chains hold, and every row is as they tell ({when}).",
        "",
    ),
    What.AUDIT_BROKEN: (
        "The record does not hold in {found} places ({when}). The first: {first}.",
        "Change nothing in the database, keep a copy, and run `python app.py audit verify`, which names each.",
    ),
    What.AUDIT_NOT_VERIFIED: ("The record was not checked: {why}.", "Run `python app.py audit verify`."),
    What.AUDIT_NO_REVIEWER: (
        "The policy names nobody who makes the weekly audit review.",
        "Write `[audit_review]` with `reviewers` into the policy file.",
    ),
    What.AUDIT_REVIEW_LATE: (
        "Audit review {review} is overdue: nobody has signed it off.",
        "Mark what is left and sign it off; `/exception reviews` shows it.",
    ),
    What.PROCESS_LINKED: ("The process is written down: {link}", ""),
    What.PROCESS_UNLINKED: (
        "The policy links to no page where the process is written down.",
        "Write its address under `process_link` in the policy file.",
    ),
    What.TRAINED: ("All {count} people who decide, own a hold or carry out have attested the training.", ""),
    What.UNTRAINED: (
        "{count} of {of} people who decide, own a hold or carry out have not attested the training: {who}.",
        "Each of them does by `/exception training`; whoever owns or administers the policy asks them there.",
    ),
    What.KPIS_RIGHT: (
        "The key figures are what the events tell ({cells} cells); the next report is sent {due}.",
        "",
    ),
    What.KPIS_DIFFER: (
        "{count} of the key figures are not what the events tell.",
        "Run `python app.py audit figures`, which names each; with `--write` it mends them, on record.",
    ),
    What.KPIS_NOT_COMPARED: (
        "The key figures were not held against the events: {why}.",
        "Run `python app.py audit figures`.",
    ),
    What.REPORT_NOWHERE: (
        "The monthly report is posted nowhere.",
        "Name a channel under `[reports]` in the policy file.",
    ),
    What.REPORT_LATE: (
        "The monthly report was due {due} and was not posted.",
        "See to it that the bot runs; it posts the report at its next start.",
    ),
    What.REPORT_NOT_TAKEN: (
        "Slack did not take the last monthly report in {channel}: {fault}.",
        "Bring the bot back into that channel, then ask for the figures by `/exception report last month`.",
    ),
    What.SCHEDULED: ("The next {what} is on {due}.", ""),
    What.UNSCHEDULED: ("The {what} is not planned.", "Start the bot anew: it plans what comes round."),
}
