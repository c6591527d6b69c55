"""The words of readiness: what each check found and what to do, for Slack and for a terminal; it builds no block."""

from __future__ import annotations

from bot.views.readiness_of_bot import OF_BOT
from bot.views.readiness_of_policy import OF_POLICY
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
    Can.CHANNEL: "Anybody who is in the channel can.",
    Can.ADMINISTRATORS: "The policy's administrators can: {who}.",
    Can.OWNER: "The policy's owner can: {who}.",
    Can.AUDITORS: "Tell those who audit: {who}.",
    Can.THEMSELVES: "",
    Can.NOBODY: "",
}

#: What was found, then what to do about it; nothing is to be done where it is as it should be.
FOUND: dict[What, tuple[str, str]] = {
    **OF_POLICY,
    **OF_BOT,
    What.NOT_LOOKED_AT: ("It could not be looked at{because}.", ""),
}
