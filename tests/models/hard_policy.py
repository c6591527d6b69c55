"""A policy with every hold, agreement and rule that there is, for the state machines, and its people."""

from __future__ import annotations

from typing import Any

from models.holds import HoldKind
from models.policy import Policy
from tests.builders import policy
from tests.models.test_state_machine import GROUPS, own_policy

OWNERS = {
    HoldKind.DATA_UNAVAILABLE: "@operations",
    HoldKind.CONFLICTING_DATA: "@data",
    HoldKind.REGULATORY: "@compliance",
}


def hard_policy() -> Policy:
    """Every hold, agreement and rule; what is cheap and small needs one approval; one contact is above all."""
    plain = own_policy()
    contacts = {key: contact.model_dump() for key, contact in plain.contacts.items()}
    contacts["above"] = {"title": "Chief operating officer", "who": ["UABOVE"], "backup": ["@executives"]}
    escalations = plain.escalations.model_dump()
    escalations["over_authority"] |= {"contact": "above"}
    for name in ("deadline_near", "deadline_breached", "complaint"):
        escalations[name] |= {"acknowledge_within": "1h"}
    own: dict[str, Any] = {
        "contacts": contacts,
        "tiers": [tier.model_dump() for tier in plain.tiers],
        "escalations": escalations,
        "holds": {
            "data_unavailable": {"title": "No data", "owner": ["@operations"], "extends": "24h"},
            "conflicting_data": {
                "title": "Conflict",
                "owner": ["@data"],
                "channel": "#data",
                "within": "2 business days",
                "contact": "director",
            },
            "regulatory": {"title": "Regulatory", "owner": ["@compliance"], "channel": "#compliance"},
        },
        "agreements": [
            {
                "name": "term",
                "title": "Term",
                "kind": "number",
                "fields": ["crm.term", "contracts.term"],
                "corrects": "standard",
                "standard": "P-1",
            },
            {"name": "name", "title": "Name", "fields": ["crm.name", "history.name"]},
        ],
        "regulatory": [
            {"title": "Listed customer", "field": "crm.listed", "values": ["yes"]},
            {"title": "No second supplier", "standard": "P-W"},
        ],
        "delegates": [
            {"role": "validators", "who": ["@operations"]},
            {"role": "manager", "who": ["@leads"]},
        ],
        "single_approval": {"enabled": True, "max_deviation": "10", "max_value": "1000"},
    }
    return policy(**own)


HARD = hard_policy()
HARD_GROUPS = GROUPS | {"@data": {"UDATA", "UBOTH"}, "@compliance": {"UCOMP"}}
