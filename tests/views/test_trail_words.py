"""The trail has words for every kind of event, and an item of a review for whatever became of its events."""

from __future__ import annotations

import json

import pytest

from bot.views import trail
from bot.views.audit_review_items import ShownItem, item_blocks
from bot.views.text import Names
from models.audit_chain import AuditEvent
from models.events import EventKind
from models.oversight.audit_reviews import Entry, Item, Reason
from models.policy_history import OPERATOR
from tests.builders import MORNING, policy


def link(kind: str, actor: str = "UADMIN1", **changed: object) -> AuditEvent:
    """An event of the workspace's own chain."""
    return AuditEvent(
        workspace="T1",
        number=0,
        position=1,
        kind=kind,
        at=MORNING,
        actor=actor,
        policy_version="v1",
        changed=json.dumps(changed),
        previous="",
        hash="",
    )


CHANGES = [
    {"key": "tiers[0].authority", "was": "100000", "now": "120000"},
    *({"key": f"contacts.other{n}.who", "was": "<!channel>", "now": "UOPS1"} for n in range(9)),
]


@pytest.mark.parametrize("kind", EventKind)
def test_every_kind_of_event_has_words(kind: EventKind) -> None:
    assert kind in trail._TELL


def test_change_of_the_policy_is_told_value_by_value() -> None:
    said = trail.told_of(
        link("policy.proposed", changes=CHANGES, reason="More."), policy(), Names(groups={}, channels={})
    )
    assert said.startswith("<@UADMIN1> proposed to change the policy: ")
    assert "100,000" in said
    assert "and 5 more" in said
    assert "<!channel>" not in said
    approved = trail.told_of(link("policy.approved", proposed_by="UADMIN2"), policy(), Names())
    assert approved == "<@UADMIN1> approved the change of the policy that <@UADMIN2> had proposed."
    recorded = trail.told_of(link("policy.recorded", version="abc", changes=[]), policy(), Names())
    assert recorded == "Version `abc` of the policy came into force."


def test_operator_is_nobody_in_slack() -> None:
    said = trail.told_of(link("figures.mended", actor=OPERATOR.id), policy(), Names())
    assert "<@" not in said


@pytest.mark.parametrize("changed", ["{", "{}", "[]"])
def test_event_that_cannot_be_read_leaves_the_item_to_be_marked(changed: str) -> None:
    broken = AuditEvent(**{**vars(link("policy.recorded")), "changed": changed})
    item = Item(
        key="0.policy.UADMIN1", number=0, since=MORNING, entries=(Entry(position=1, reason=Reason.POLICY),)
    )
    made = item_blocks(ShownItem(item=item, policy=policy(), links=(broken,)), Names(), can_mark=True)
    assert "cannot be read" in json.dumps(made)
    assert sum(block["type"] == "input" for block in made) == 2
