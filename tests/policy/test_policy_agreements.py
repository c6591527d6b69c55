"""Fields that must agree, and holds with a deadline of their own: what can be wrong with them is named."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from bot.policy_faults import faults_of
from bot.policy_file import load, policy_from_json, policy_json
from bot.policy_report import report
from bot.sources.gathering import unreadable
from models.policy import Correction
from models.policy_ways import AgreementKind
from tests.policy.test_policy_sources import HTTP
from tests.policy.written import SHIPPED, by_key, changed


def sentences(*changes: tuple[str, str]) -> dict[str, str]:
    _, faults = faults_of(tomllib.loads(changed(*changes)))
    return by_key(faults)


FIELDS = 'fields = ["crm.payment_term_days", "contracts.payment_term_days"]'
KIND = '[[agreements]]\nname = "payment_term"\ntitle = "Agreed payment term"\nkind = "number"'


def test_shipped_policy_wants_the_payment_term_to_agree() -> None:
    (agreement,) = load(SHIPPED).policy.agreements
    assert agreement.fields == ("crm.payment_term_days", "contracts.payment_term_days")
    assert (agreement.kind, agreement.corrects, agreement.standard) == (
        AgreementKind.NUMBER,
        Correction.STANDARD,
        "OPS-017",
    )
    policy = load(SHIPPED).policy
    assert policy_from_json(policy_json(policy)) == policy


@pytest.mark.parametrize(
    ("change", "key", "sentence"),
    [
        (
            (FIELDS, 'fields = ["crn.payment_term_days", "contracts.payment_term_days"]'),
            "agreements[0].fields[0]",
            'There is no source "crn"; did you mean "crm"?',
        ),
        (
            (FIELDS, 'fields = ["crm.payment_term_days", "crm.segment"]'),
            "agreements[0].fields[1]",
            "crm.payment_term_days is of the same source; name a field of another one.",
        ),
        (
            (FIELDS, 'fields = ["crm.payment_term_days"]'),
            "agreements[0].fields",
            "This is empty; write at least one.",
        ),
        (
            (FIELDS, 'fields = ["payment_term_days", "contracts.payment_term_days"]'),
            "agreements[0].fields[0]",
            '"payment_term_days" is no field of a source; write its source, a point and the field, such as '
            '"crm.segment".',
        ),
        (
            ('corrects = "standard"\nstandard = "OPS-017"', 'corrects = "standard"\nstandard = "OPS-17"'),
            "agreements[0].standard",
            'There is no standard "OPS-17"; did you mean "OPS-017"?',
        ),
        (
            ('corrects = "standard"\nstandard = "OPS-017"', 'corrects = "standard"\nstandard = "OPS-041"'),
            "agreements[0].standard",
            "OPS-041 has no number to correct; name a standard with a value.",
        ),
        (
            ('corrects = "standard"\nstandard = "OPS-017"', 'corrects = "standard"'),
            "agreements[0].standard",
            'This key is missing; write the standard that it corrects, such as standard = "OPS-017".',
        ),
        (
            ('corrects = "standard"\nstandard = "OPS-017"', 'standard = "OPS-017"'),
            "agreements[0].standard",
            'It corrects nothing; write corrects = "standard" beside it, or remove this line.',
        ),
        (
            (KIND, KIND.replace("number", "text")),
            "agreements[0].corrects",
            'Only a number is scored; write kind = "number", or remove this line.',
        ),
        (
            ("tolerance = 0\ncorrects", "tolerance = -1\ncorrects"),
            "agreements[0].tolerance",
            "-1 is out of bounds; write a number of at least 0.",
        ),
        (
            (
                'within = "2 business days"\ncontact = "operations_supervisor"',
                'contact = "operations_supervisor"',
            ),
            "holds.conflicting_data.within",
            'The contact is told when a time has passed; write it, such as within = "2 business days".',
        ),
        (
            (
                'within = "2 business days"\ncontact = "operations_supervisor"',
                'within = "2d"\ncontact = "supervisor"',
            ),
            "holds.conflicting_data.contact",
            'There is no contact "supervisor"; add [contacts.supervisor] or name another: did you mean '
            '"operations_supervisor"?',
        ),
        (
            ("[holds.conflicting_data]", "[holds.other]"),
            "agreements[0]",
            "Where these differ the request is held, and nobody is named to settle it; add "
            "[holds.conflicting_data] with title, owner and channel.",
        ),
        (
            ('channel = "#data-quality"\n', ""),
            "holds.conflicting_data.channel",
            'Data quality answers on a card, and it has no place; write a channel, such as "#data-quality".',
        ),
    ],
)
def test_fault_is_told_where_it_is_and_with_what_to_write(
    change: tuple[str, str], key: str, sentence: str
) -> None:
    assert sentences(change) == {key: sentence}


def test_tolerance_is_for_numbers_alone() -> None:
    change = (KIND, KIND.replace("number", "date"))
    told = sentences(change, ('tolerance = 0\ncorrects = "standard"\nstandard = "OPS-017"', "tolerance = 1"))
    assert told == {
        "agreements[0].tolerance": 'Only numbers have one; write kind = "number", or remove this line.'
    }


def test_more_fields_than_a_form_shows_are_told() -> None:
    written: dict[str, Any] = tomllib.loads(changed())
    written["sources"] += [{**written["sources"][2], "name": f"more_{n}"} for n in range(7)]
    written["agreements"][0]["fields"] += [f"more_{n}.term" for n in range(7)]
    _, faults = faults_of(written)
    assert by_key(faults) == {
        "agreements[0].fields": "At most 8 fields are compared with each other; write another agreement for more."
    }


def test_name_is_one_agreements() -> None:
    second = f"{KIND}\n{FIELDS}\n\n\n# ---- Calendar"
    assert sentences(("# ---- Calendar", second)) == {
        "agreements[1].name": 'agreements[0] is already the agreement "payment_term"; write another name.'
    }


def test_field_that_a_service_does_not_give_is_told() -> None:
    written: dict[str, Any] = tomllib.loads(changed())
    written["sources"][1] = HTTP
    written["agreements"][0]["fields"] = ["crm.segment", "contracts.teir"]
    _, faults = faults_of(written)
    assert by_key(faults) == {
        "agreements[0].fields[1]": 'contracts keeps no field "teir"; did you mean "tier"?'
    }


def test_report_says_what_must_agree_and_by_when_a_hold_is_to_be_closed() -> None:
    told = report(load(SHIPPED))
    assert "crm.payment_term_days = contracts.payment_term_days" in told
    assert "corrects the standard's value of OPS-017" in told
    assert "due after 2 business days, then the Operations supervisor is told" in told


def test_column_that_a_file_does_not_have_is_warned_of() -> None:
    fields = ["crm.payment_term", "contracts.payment_term_days"]
    agreement = load(SHIPPED).policy.agreements[0].model_copy(update={"fields": tuple(fields)})
    policy = load(SHIPPED).policy.model_copy(update={"agreements": (agreement,)})
    (warning,) = unreadable(policy, SHIPPED.parent)
    assert warning.key == "agreements[0].fields[0]"
    assert warning.sentence == (
        'crm.csv has no column "payment_term", so it is never compared; did you mean "payment_term_days"?'
    )
    assert warning.is_warning
    assert unreadable(load(SHIPPED).policy, SHIPPED.parent) == ()
