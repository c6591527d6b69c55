"""The rules for compliance and the contact above all authority: what they name must be there."""

from __future__ import annotations

import tomllib

import pytest

from bot.policy_faults import faults_of
from bot.policy_file import load, policy_from_json, policy_json
from bot.policy_report import report
from models.policy_warnings import warnings_of
from tests.policy.written import SHIPPED, by_key, changed

RULE = 'title = "Data protection"\nstandard = "OPS-055"'
FIELD = 'field = "crm.segment"'
CONTACT = 'contact = "managing_director"'
HOLD = '[holds.regulatory]\ntitle = "Regulatory constraint applies"'
CHANNEL = 'owner = ["@compliance"]\nchannel = "#compliance"'


def test_shipped_policy_sends_what_is_named_to_compliance_and_names_who_is_above_all() -> None:
    policy = load(SHIPPED).policy
    assert [(rule.title, rule.standard, rule.field, rule.values) for rule in policy.regulatory] == [
        ("Data protection", "OPS-055", None, ()),
        ("Public procurement", None, "crm.segment", ("Public sector",)),
    ]
    assert policy.escalations.over_authority.contact == "managing_director"
    assert policy_from_json(policy_json(policy)) == policy
    shown = report(load(SHIPPED))
    assert "Public procurement  crm.segment is Public sector" in shown
    assert "Value over EUR 1,000,000, above every tier  Managing director" in shown


def test_policy_without_a_contact_above_all_is_in_order_and_says_so() -> None:
    policy, faults = faults_of(tomllib.loads(changed((f"\n{CONTACT}\n", "\n"))))
    assert policy is not None
    assert faults == ()
    assert policy.escalations.over_authority.contact is None


@pytest.mark.parametrize(
    ("change", "key", "sentence"),
    [
        (
            (RULE, RULE.replace("OPS-055", "OPS-056")),
            "regulatory[0].standard",
            'There is no standard "OPS-056"; did you mean "OPS-055"?',
        ),
        (
            (RULE, f'{RULE}\nreason = "precedent"'),
            "regulatory[0].reason",
            'There is no reason code "precedent"; did you mean "possible_precedent"?',
        ),
        (
            (FIELD, 'field = "crn.segment"'),
            "regulatory[1].field",
            'There is no source "crn"; did you mean "crm"?',
        ),
        (
            ('title = "Public procurement"', 'title = "Data protection"'),
            "regulatory[1].title",
            'regulatory[0] is already called "Data protection"; write another title.',
        ),
        (
            (HOLD, HOLD.replace("[holds.regulatory]", "[holds.other]")),
            "regulatory[0]",
            "This sends requests to compliance, and nobody is named for it; add [holds.regulatory] with title, "
            "owner and channel.",
        ),
        (
            (CHANNEL, 'owner = ["@compliance"]'),
            "holds.regulatory.channel",
            'Compliance answers on a card, and it has no place; write a channel, such as "#compliance".',
        ),
        (
            (CONTACT, 'contact = "managing_directors"'),
            "escalations.over_authority.contact",
            'There is no contact "managing_directors"; add [contacts.managing_directors] or name another: did you '
            'mean "managing_director"?',
        ),
        (
            ("authority = 1_000_000\n", ""),
            "escalations.over_authority.contact",
            "The highest tier may decide any value, so nothing is above it; remove this line, or write the highest "
            "tier's authority.",
        ),
    ],
)
def test_what_a_rule_names_must_be_there(change: tuple[str, str], key: str, sentence: str) -> None:
    _, faults = faults_of(tomllib.loads(changed(change)))
    assert by_key(faults) == {key: sentence}


@pytest.mark.parametrize(
    "rule",
    [
        'title = "Data protection"\n',
        'title = "Data protection"\nfield = "crm.segment"\n',
        'title = "Data protection"\nstandard = "OPS-055"\nvalues = ["x"]\n',
    ],
)
def test_rule_that_says_nothing_or_half_is_told(rule: str) -> None:
    _, faults = faults_of(tomllib.loads(changed((RULE + "\n", rule))))
    assert [fault.key for fault in faults] == ["regulatory[0]"]


def test_contact_above_all_who_stands_alone_is_warned_of() -> None:
    alone = changed(('who = ["U0MANDIREC"]\nbackup = ["U0CHAIROFB"]', 'who = ["U0MANDIREC"]'))
    policy, _ = faults_of(tomllib.loads(alone))
    assert policy is not None
    assert [str(warning.sentence) for warning in warnings_of(policy)] == [
        "Managing director has no backup: a value above every tier's authority in a request of their own could be "
        "released by nobody.",
    ]
