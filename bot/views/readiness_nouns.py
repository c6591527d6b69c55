"""What readiness speaks of: scopes by what is lost without them, roles and holds as they stand in a sentence."""

from __future__ import annotations

#: What the bot cannot do without a scope, as the end of a sentence.
LOSS = {
    "commands": "there is no `/exception` and no shortcut",
    "chat:write": "the bot can post no card and no message",
    "users:read": "the bot cannot tell who somebody is, so nobody can do anything",
    "usergroups:read": "the bot cannot tell who decides, so nothing is decided",
    "channels:read": "the bot finds no public channel by its name, so no card is posted there",
    "im:write": "the bot can write to nobody directly",
    "groups:read": "the bot finds no private channel by its name, so no card is posted there",
    "dnd:read": "whoever is in do-not-disturb is told all the same",
    "channels:history": "in public channels a message whose sending was cut off waits, lest it be sent twice",
    "groups:history": "in private channels a message whose sending was cut off waits, lest it be sent twice",
    "im:history": "in direct messages one whose sending was cut off waits, lest it be sent twice",
    "files:read": "files that come with a form cannot be shown to those who decide",
    "files:write": "reports go without plots, and exports cannot be sent",
}

#: What groups, people and channels are named for.
ROLES = {
    "validators": "the first approval",
    "execution": "carrying out",
    "expedited": "the urgent path",
    "administrators": "administrators",
    "owner": "owning the policy",
    "teams": "teams of requesters",
    "readers": "reading reports",
    "reports": "the monthly report",
    "auditors": "the audit review",
    "exporters": "exports",
    "sponsors": "alerts in their name",
    "fallback": "alerts that name the wrong person",
}
#: The holds of the blueprint, as they stand in a sentence.
HOLDS = {
    "data_unavailable": "the hold for data that are unavailable",
    "conflicting_data": "the hold for data that conflict",
    "regulatory": "the hold for regulatory questions",
}
