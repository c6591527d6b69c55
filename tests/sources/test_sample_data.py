"""The sample data are many, plainly samples, and agree with one another."""

from __future__ import annotations

import csv
import re
from datetime import date

from bot.policy_file import load
from bot.sources.gathering import open_sources
from tests.policy.written import SHIPPED

SAMPLE = SHIPPED.parent / "sample"
#: One customer has no contract and no history yet, so that missing data can be seen.
PROSPECT = "CU-1089"
#: The contract of one cannot be found, which is the demo's source that fails.
CONTRACT_LOST = "CU-1064"


def rows(name: str) -> dict[str, dict[str, str]]:
    with (SAMPLE / name).open(encoding="utf-8", newline="") as file:
        return {row["customer_id"]: row for row in csv.DictReader(file)}


CRM, CONTRACTS, HISTORY = rows("crm.csv"), rows("contracts.csv"), rows("history.csv")


def test_the_policys_columns_are_there_and_every_row_is_sound() -> None:
    for source in open_sources(load(SHIPPED).policy, SHIPPED.parent):
        source.check()


def test_there_are_80_customers_or_more_in_every_source() -> None:
    assert len(CRM) >= 81
    assert len({row["name"] for row in CRM.values()}) == len(CRM)
    assert set(CRM) - {PROSPECT} == set(HISTORY)
    assert set(HISTORY) - {CONTRACT_LOST} == set(CONTRACTS)
    assert len({row["country"] for row in CRM.values()}) >= 30


def test_names_are_of_many_scripts() -> None:
    names = "".join(row["name"] for row in CRM.values())
    for letter in "üøłŽİ&'\"<北한أתΓСต":
        assert letter in names, letter


def test_contracts_agree_with_the_crm() -> None:
    for customer_id, contract in CONTRACTS.items():
        since = date.fromisoformat(CRM[customer_id]["customer_since"])
        starts, ends = date.fromisoformat(contract["starts_on"]), date.fromisoformat(contract["ends_on"])
        assert since <= starts < ends
        assert date.fromisoformat(contract["notice_by"]) < ends
        share = int(CRM[customer_id]["annual_revenue_eur"]) / int(contract["annual_value"])
        assert 0.8 <= share <= 1.2
    assert len({contract["contract_number"] for contract in CONTRACTS.values()}) == len(CONTRACTS)


def test_payment_terms_differ_for_the_customers_that_the_policy_names_alone() -> None:
    differ = {
        customer_id
        for customer_id, contract in CONTRACTS.items()
        if contract["payment_term_days"] != CRM[customer_id]["payment_term_days"]
    }
    comment = SHIPPED.read_text(encoding="utf-8").partition("# In the sample data these customers disagree:")[
        2
    ]
    assert differ == set(re.findall(r"CU-\d{4}", comment.partition("[[agreements]]")[0]))
    assert sum(CRM[customer_id]["payment_term_days"].isdigit() for customer_id in differ) == 4


def test_history_agrees_with_the_crm() -> None:
    for customer_id, history in HISTORY.items():
        orders, revenue = int(history["orders_12m"]), int(CRM[customer_id]["annual_revenue_eur"])
        assert abs(orders * int(history["average_order_eur"]) - revenue) <= max(0.05 * revenue, 100 * orders)
        assert int(history["late_payments_12m"]) <= orders
        assert int(history["open_invoices_eur"]) <= int(CRM[customer_id]["credit_limit_eur"])
        assert int(history["exceptions_approved"]) <= int(history["exceptions_asked"])
        assert date.fromisoformat(history["last_review"]) >= date.fromisoformat(
            CRM[customer_id]["customer_since"]
        )
        if int(CRM[customer_id]["nps"]) <= 4:
            assert history["churn_risk"] == "high"
