"""The words of readiness: what each check found and what to do, for Slack and for a terminal; it builds no block."""

from __future__ import annotations

from models.checks import Can, Item, What

#: What is looked at, as a heading.
ITEMS = {
    Item.SOURCES: "Data sources",
    Item.AUTHORITIES: "Groups and people of the policy",
    Item.TIERS: "Two people for each tier",
    Item.CONTACTS: "Escalation contacts",
    Item.THRESHOLDS: "Thresholds",
    Item.GOVERNANCE: "Controls",
    Item.AUDIT: "Audit trail",
    Item.PROCESS: "Process",
    Item.TRAINING: "Training",
    Item.KPIS: "Key figures",
    Item.SCHEDULE: "What comes round",
    Item.SETTINGS: "Settings",
    Item.SLACK: "Slack",
    Item.SCOPES: "Scopes",
    Item.CHANNELS: "Channels",
    Item.DOORS: "How Slack reaches the bot",
    Item.CLOCK: "Clock",
    Item.POLICY: "Policy",
    Item.DATABASE: "Database",
    Item.OUTBOX: "Messages",
}

#: Who can mend it, as the end of a sentence; `{who}` names them where they are known.
WHO_CAN = {
    Can.OPERATORS: "Whoever runs the bot can.",
    Can.WORKSPACE: "An administrator of the Slack workspace can.",
    Can.ADMINISTRATORS: "The policy's administrators can: {who}.",
    Can.OWNER: "The policy's owner can: {who}.",
    Can.AUDITORS: "Tell those who audit: {who}.",
    Can.THEMSELVES: "",
    Can.NOBODY: "",
}

#: What was found, then what to do about it; nothing is to be done where it is as it should be.
FOUND: dict[What, tuple[str, str]] = {
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
        "{who} does not exist in this workspace; the policy names it for {roles}.",
        "Create the user group and put people into it, or name another one in the policy.",
    ),
    What.GROUP_DISABLED: (
        "{who} is disabled; the policy names it for {roles}.",
        "Enable the user group again, or name another one in the policy.",
    ),
    What.GROUP_EMPTY: (
        "{who} has nobody in it who is there; the policy names it for {roles}.",
        "Put people into the user group who are active members of this workspace.",
    ),
    What.PERSON_UNKNOWN: (
        "{who} is nobody whom Slack knows; the policy names them for {roles}.",
        "Name somebody else in the policy: a member's id is in their Slack profile, under ⋮.",
    ),
    What.PERSON_GONE: (
        "{who} is deactivated or no full member; the policy names them for {roles}.",
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
    What.SCHEDULED: ("Next: {planned}.", ""),
    What.UNSCHEDULED: ("The {what} is not planned.", "Start the bot anew: it plans what comes round."),
    What.SETTINGS_RIGHT: ("The settings can be read.", ""),
    What.SETTING_WRONG: (
        "{fault}",
        "Mend it in the environment or in `.env`; `.env.example` says what each is.",
    ),
    What.SLACK_ANSWERS: ("Slack takes the bot token: {bot} in {team}.", ""),
    What.TOKEN_REFUSED: (
        "Slack does not accept SLACK_BOT_TOKEN ({code}).",
        "Install the app to the workspace, and copy the Bot User OAuth Token anew from api.slack.com/apps → OAuth & "
        "Permissions.",
    ),
    What.SLACK_SILENT: (
        "Slack cannot be reached at {address}: {fault}.",
        "Look at this machine's network, its proxy, and SLACK_API_URL.",
    ),
    What.SCOPES_GRANTED: ("All {count} scopes are granted.", ""),
    What.SCOPE_MISSING: (
        "The scope {scope} is missing: {loss}.",
        "Add it at api.slack.com/apps → OAuth & Permissions (or take `manifest.yml` over), and install the app again.",
    ),
    What.CHANNELS_OPEN: ("The bot is in all {count} channels that the policy names.", ""),
    What.CHANNEL_UNSEEN: (
        "The bot sees no channel {channel}; the policy names it for {roles}.",
        "Create it, or if it is private, type `/invite @{bot}` in it.",
    ),
    What.CHANNEL_ARCHIVED: (
        "{channel} is archived; the policy names it for {roles}.",
        "Unarchive it and type `/invite @{bot}` in it, or name another channel in the policy.",
    ),
    What.CHANNEL_NOT_IN: (
        "The bot is not in {channel}; the policy names it for {roles}.",
        "Type `/invite @{bot}` in it.",
    ),
    What.SOCKET_OPEN: ("Slack takes the app token, for Socket Mode.", ""),
    What.APP_TOKEN_REFUSED: (
        "Slack does not accept SLACK_APP_TOKEN ({code}), so the bot cannot connect.",
        "Create an app-level token with connections:write at api.slack.com/apps → Basic Information.",
    ),
    What.HTTP_LISTENS: ("The bot answers at {address}, for signed HTTP.", ""),
    What.HTTP_SILENT: (
        "Nothing answers at {address}, where Slack's requests would arrive.",
        "Start the bot by `python app.py run`, or end the program that has its port.",
    ),
    What.CLOCK_RIGHT: ("This machine's clock agrees with Slack's.", ""),
    What.CLOCK_OFF: (
        "This machine's clock is {off} {way} Slack's, so deadlines and signatures are judged wrongly.",
        "Let the machine keep its time by NTP.",
    ),
    What.POLICY_IN_FORCE: ("Version {version} is in force, and {file} says the same.", ""),
    What.POLICY_UNREADABLE: (
        "The policy file cannot be used: {fault}",
        "Mend it; `python app.py policy check` names all that is wrong with it.",
    ),
    What.POLICY_DIFFERS: (
        "{file} does not say what is on record, so the bot does not start: {keys}.",
        "Choose: `python app.py policy adopt file` or `python app.py policy adopt record`.",
    ),
    What.POLICY_UNRECORDED: ("{file} is in order; the first start puts it on record.", "Start the bot."),
    What.DATABASE_READY: ("The database is at migration {head}, can be written, and is sound.", ""),
    What.DATABASE_EMPTY: (
        "Nothing has been recorded yet in {url}.",
        "Start the bot, or run `python app.py migrate`: either makes it.",
    ),
    What.DATABASE_OLDER: (
        "The database is at migration {found}, and this program needs {head}.",
        "Keep a copy of it and run `python app.py migrate`; the bot's start does it too.",
    ),
    What.DATABASE_NEWER: (
        "The database is at migration {found}, newer than this program's {head}.",
        "Run the newer version of the program, or restore the copy from before it.",
    ),
    What.DATABASE_SILENT: (
        "The database cannot be opened: {fault}",
        "Look at DATABASE_URL and whether it is there.",
    ),
    What.DATABASE_UNWRITABLE: (
        "The database cannot be written: {fault}.",
        "Look who may write it, whether another program locks it, and whether the disk is full.",
    ),
    What.DATABASE_DAMAGED: (
        "The database file is damaged: {fault}.",
        "Stop the bot, keep the file, and restore the last copy that is sound.",
    ),
    What.OUTBOX_CLEAR: ("Messages reach Slack; {count} wait at the moment.", ""),
    What.OUTBOX_REFUSED: (
        "Slack refused {count} messages in the last week, the newest with: {fault}.",
        "Look whether those whom they were for are still there.",
    ),
    What.OUTBOX_BEHIND: (
        "{count} messages wait for Slack, the oldest since {since}.",
        "Look at the bot's log: it says why each is put off.",
    ),
    What.NOT_LOOKED_AT: ("It could not be looked at{because}.", ""),
}
