"""The trail has words for every kind of event, and an item of a review for whatever became of its events."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bot.exports.plain_words import sentence
from bot.views import trail
from bot.views.audit_review_items import ShownItem, item_blocks
from bot.views.audit_review_modals import Others, nothing_left
from bot.views.audit_review_words import listed
from bot.views.open_reviews import waiting
from bot.views.text import Names
from models.audit_chain import AuditEvent
from models.events import EventKind
from models.oversight.audit_reviews import Entry, Item, Reason
from models.oversight.exporting import Format
from models.policy_history import OPERATOR
from tests.builders import MORNING, policy
from tests.views.samples_audit_reviewing import review


def link(kind: str, actor: str = "UADMIN1", /, **changed: object) -> AuditEvent:
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
    said = trail.told_of(link("figures.mended", OPERATOR.id), policy(), Names())
    assert "<@" not in said


#: What the events of the workspace's own chain say, where their sentence needs it.
SAID: dict[str, dict[str, object]] = {
    EventKind.POLICY_RECORDED: {"version": "abc", "changes": CHANGES, "how": "adopted", "operator": "ops"},
    EventKind.POLICY_PROPOSED: {"proposal": 1, "changes": CHANGES, "reason": "More."},
    EventKind.POLICY_APPROVED: {"proposal": 1, "proposed_by": "UADMIN2", "words": "Fine."},
    EventKind.REFUSED: {"act": "SignOffAuditReview", "why": "own_doing"},
    EventKind.REPORT_POSTED: {"first": "2026-01", "last": "2026-03", "channel": "#reports"},
    EventKind.EXPORTED: {"format": next(iter(Format)), "events": 12, "request": 1042},
}
OF_WORKSPACE = [
    kind
    for kind in EventKind
    if kind.startswith(("policy", "audit", "report", "figures", "authority", "delegation", "act."))
]


@pytest.mark.parametrize("kind", OF_WORKSPACE)
def test_every_event_of_the_workspace_is_told_in_an_item_and_in_what_is_exported(kind: EventKind) -> None:
    happened = link(kind, **SAID.get(kind, {}))
    item = Item(
        key="0.policy.UADMIN1", number=0, since=MORNING, entries=(Entry(position=1, reason=Reason.POLICY),)
    )
    made = item_blocks(ShownItem(item=item, policy=policy(), links=(happened,)), Names(), can_mark=True)
    assert "cannot be read" not in json.dumps(made)
    assert sentence(happened, policy(), {}) != kind


@pytest.mark.parametrize("kind", EventKind)
@pytest.mark.parametrize("changed", ["{", "{}", "[]"])
def test_event_that_cannot_be_read_leaves_the_item_to_be_marked(kind: EventKind, changed: str) -> None:
    broken = AuditEvent(**{**vars(link(kind)), "changed": changed})
    assert sentence(broken, policy(), {})
    made = item_blocks(ShownItem(item=ITEM, policy=policy(), links=(broken,)), Names(), can_mark=True)
    assert sum(block["type"] == "input" for block in made) == 2


ITEM = Item(
    key="0.policy.UADMIN1", number=0, since=MORNING, entries=(Entry(position=1, reason=Reason.POLICY),)
)


@pytest.mark.parametrize("changed", ["{", "{}", "[]"])
def test_change_of_the_policy_that_cannot_be_read_says_so(changed: str) -> None:
    broken = AuditEvent(**{**vars(link("policy.recorded")), "changed": changed})
    item = Item(
        key="0.policy.UADMIN1", number=0, since=MORNING, entries=(Entry(position=1, reason=Reason.POLICY),)
    )
    made = item_blocks(ShownItem(item=item, policy=policy(), links=(broken,)), Names(), can_mark=True)
    assert "cannot be read" in json.dumps(made)
    assert sum(block["type"] == "input" for block in made) == 2


def test_why_the_urgent_path_was_asked_for_stands_once_in_an_item() -> None:
    expedite = {
        "number": 1,
        "asked_by": "UREQ",
        "justification": "The line stands still.",
        "answered_by": None,
        "told": ["UMAN1"],
    }
    asked = link("expedite.asked", "UREQ", expedite=expedite)
    made = item_blocks(ShownItem(item=ITEM, policy=policy(), links=(asked,)), Names(), can_mark=True)
    assert json.dumps(made).count("The line stands still.") == 1
    assert "The line stands still." in trail.told_of(asked, policy(), Names())


def test_item_of_the_workspace_names_the_thing_once_and_who() -> None:
    item = replace(ITEM, entries=(Entry(position=1, reason=Reason.EXPORT),), people=("UADMIN1",))
    title = item_blocks(ShownItem(item=item, policy=policy()), Names(), can_mark=True)[0]
    assert title["text"]["text"] == "*Export*  ·  <@UADMIN1>"


def test_nothing_left_has_no_tick_for_nothing_and_says_why() -> None:
    made = review(marks=())
    stood_in = json.dumps(nothing_left(made, Others(theirs=4)), ensure_ascii=False)
    assert ":white_check_mark:" not in stood_in
    assert "had a part" not in stood_in
    assert "4 items for the reviewers to mark" in stood_in
    assert "you may sign the review off" in stood_in
    own = json.dumps(nothing_left(made, Others(own=4, can_sign=False, who="<@UCOM2> can sign it off.")))
    assert "you had a part in them" in own
    assert "You cannot sign the review off. <@UCOM2> can sign it off." in own


def test_list_waits_on_nobody_who_can_do_nothing() -> None:
    assert listed(review()).waits
    others = listed(review(), can_do=False, who="<@UCOM2> can sign it off.")
    assert not others.waits
    assert waiting([others]) == []
    assert "<@UCOM2> can sign it off." in others.standing
