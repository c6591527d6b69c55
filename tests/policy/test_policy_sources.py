"""Sources of each kind in the policy: what can be wrong with them is named, and shown without secrets."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from bot.policy_faults import faults_of
from bot.policy_file import load, policy_from_json, policy_json
from bot.policy_report import report
from bot.policy_schema import schema_text
from bot.sources.gathering import unreadable
from tests.policy.written import SHIPPED, by_key, changed

SQL = {
    "name": "crm",
    "title": "CRM",
    "kind": "sql",
    "url_from": "CRM_DATABASE_URL",
    "key": "id",
    "label": "name",
    "queries": {
        "customer": "SELECT name FROM customers WHERE id = :customer_id AND since > '09:30' AND region = :region",
        "customers": "SELECT id, name::text FROM customers;",
    },
    "parameters": {"region": "EU"},
    "retries": {"count": 2, "pause": "1s"},
}
HTTP = {
    "name": "contracts",
    "title": "Contract records",
    "kind": "http",
    "url": "https://contracts.example/customers/{customer_id}",
    "header": {"name": "Authorization", "prefix": "Bearer ", "value_from": "CONTRACTS_TOKEN"},
    "fields": {"tier": "contract.tier", "as_of": "of"},
    "facts": {"tier": "Contract tier"},
    "freshness": {"field": "as_of", "limit": "7d"},
}
SALESFORCE = {
    "name": "history",
    "title": "Customer history",
    "kind": "salesforce",
    "object": "Account",
    "key": "AccountNumber",
    "fields": ["Name", "Owner.Name"],
    "facts": {"Owner.Name": "Owner"},
}
SOURCES = [SQL, HTTP, SALESFORCE]


def written(n: int = 0, **changes: Any) -> dict[str, Any]:
    """The shipped policy with a source of each other kind, one of them changed; None takes a key away."""
    sources = [dict(source) for source in SOURCES]
    sources[n] = {key: value for key, value in {**sources[n], **changes}.items() if value is not None}
    return tomllib.loads(changed()) | {"sources": sources, "agreements": []}


def as_toml(policy: dict[str, Any]) -> str:
    """The shipped policy's text with these sources; JSON's inline tables are near enough to TOML's."""
    text = changed()
    for section, after in (
        ("\n[[agreements]]\n", "# ---- Calendar"),
        ("\n[[sources]]\n", "# ---- Standards"),
    ):
        text = text[: text.index(section)] + text[text.index(after) :]
    inline = ", ".join(_inline(source) for source in policy["sources"])
    return f"sources = [{inline}]\n" + text


def _inline(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {_inline(part)}" for key, part in value.items()) + "}"
    return json.dumps(value)


FAULTS: dict[str, tuple[int, dict[str, Any], dict[str, str]]] = {
    "no kind": (0, {"kind": None}, {
        "sources[0].kind": 'This key is missing; write kind = "csv", "sql", "http" or "salesforce".'}),
    "another kind": (0, {"kind": "excel"}, {
        "sources[0].kind": '"excel" is not known here; write "csv", "sql", "http" or "salesforce".'}),
    "a key of another kind": (0, {"path": "x.csv"}, {
        "sources[0].path": 'There is no key "path" here; write one of "detail", "facts", "freshness", "key", "kind", '
        '"label", "name", "parameters", "queries", "retries", "time_limit", "title", "url_from".'}),
    "a missing key": (0, {"url_from": None}, {
        "sources[0].url_from": 'This key is missing; write url_from = "CRM_DATABASE_URL".'}),
    "a missing table": (0, {"queries": None, "parameters": None}, {
        "sources[0].queries": "This table is missing; write [sources.queries] with customer."}),
    "the secret in place of its variable": (0, {"url_from": "postgresql://u:s3cret@db/crm"}, {
        "sources[0].url_from": "This is no name of an environment variable; write one like "
        '"CRM_DATABASE_URL", and the value itself into the environment or .env.'}),
    "a query that writes": (0, {"queries": {**SQL["queries"], "customers": "DELETE FROM customers"}}, {  # type: ignore[dict-item]
        "sources[0].queries.customers": "A source is only read; write one SELECT."}),
    "two queries in one": (0, {"queries": {**SQL["queries"], "customers": "SELECT 1; SELECT 2"}}, {  # type: ignore[dict-item]
        "sources[0].queries.customers": "A source is only read; write one SELECT."}),
    "a query of everybody": (0, {"queries": {**SQL["queries"], "customer": "SELECT :region AS name"}}, {  # type: ignore[dict-item]
        "sources[0].queries.customer": "The query must be of one customer; write :customer_id where the id comes "
        "in."}),
    "a parameter without a value": (0, {"parameters": {}}, {
        "sources[0].queries.customer": "There is no parameter :region; add it to parameters, or write one of "
        '"customer_id".'}),
    "a parameter that nobody uses": (0, {"parameters": {"region": "EU", "land": "DE"}}, {
        "sources[0].parameters.land": "No query has it; remove this line."}),
    "no query to search with": (0, {"queries": {"customer": SQL["queries"]["customer"]}}, {  # type: ignore[index]
        "sources[0].queries.customers": "Customers are searched here; write the query that gives a row for each of "
        "them."}),
    "a pause that takes all the time": (0, {"retries": {"count": 1, "pause": "5s"}}, {
        "sources[0].retries.pause": "The pause takes the whole time_limit of 5s; write a shorter one."}),
    "a number as a text": (0, {"retries": {"count": "2"}}, {
        "sources[0].retries.count": '"2" is not what is needed here; write it like 2.'}),
    "an address without its customer": (1, {"url": "https://contracts.example/customers"}, {
        "sources[1].url": "Write {customer_id} where the customer's id comes in, and no other braces."}),
    "an address with other braces": (1, {"url": "https://contracts.example/{customer_id}/{id}"}, {
        "sources[1].url": "Write {customer_id} where the customer's id comes in, and no other braces."}),
    "a host that the customer names": (1, {"url": "https://{customer_id}.example/"}, {
        "sources[1].url": "The host must stand there itself; write {customer_id} in the path or after the question "
        "mark."}),
    "an address that anybody can read": (1, {"url": "http://contracts.example/{customer_id}"}, {
        "sources[1].url": "Secrets and customers' data would be readable on the way; write https://, or name "
        '"contracts.example" in private_hosts.'}),
    "an address with a password": (1, {"url": "https://u:s3cret@contracts.example/{customer_id}"}, {
        "sources[1].url": "An address has no name or password in it; name a variable of the environment that has "
        "them."}),
    "an address of two hosts": (1, {"url": "https://contracts.example\\.evil.example/{customer_id}"}, {
        "sources[1].url": '"https://contracts.example\\\\.evil.example/{customer_id}" is no address; write one like '
        '"https://crm.example/customers", without a name or password.'}),
    "no address": (1, {"url": "contracts.example/{customer_id}"}, {
        "sources[1].url": '"contracts.example/{customer_id}" is no address; write one like '
        '"https://crm.example/customers", without a name or password.'}),
    "no JMESPath": (1, {"fields": {"tier": "contract.[", "as_of": "of"}}, {
        "sources[1].fields.tier": '"contract.[" is no JMESPath expression; write one like "account.owner.name".'}),
    "a fact that is not kept": (1, {"facts": {"tiers": "Tier"}}, {
        "sources[1].facts.tiers": '"tiers" is not among the fields that are kept; did you mean "tier"?'}),
    "a date that is not kept": (1, {"freshness": {"field": "on", "limit": "7d"}}, {
        "sources[1].freshness.field": '"on" is not among the fields that are kept; write one of "as_of", "tier".'}),
    "no limit of what is fresh": (1, {"freshness": {"field": "as_of", "limit": "0m"}}, {
        "sources[1].freshness.limit": '"0m" is out of bounds; write a time longer than "0m".'}),
    "a size of nothing": (1, {"size_limit": 0}, {
        "sources[1].size_limit": "0 is out of bounds; write a number above 0."}),
    "a size that no memory has": (1, {"size_limit": 10**12}, {
        "sources[1].size_limit": "1000000000000 is out of bounds; write a number of at most 100000000."}),
    "a host with its port": (1, {"private_hosts": ["localhost:80"]}, {
        "sources[1].private_hosts[0]": '"localhost:80" is no host; write its name or address alone in small '
        'letters, such as "crm.internal.example".'}),
    "a header that is none": (1, {"header": {"name": "X: y", "value_from": "TOKEN"}}, {
        "sources[1].header.name": '"X: y" is no name of a header; write one like "Authorization".'}),
    "an object that is a query": (2, {"object": "Account WHERE Name != ''"}, {
        "sources[2].object": '"Account WHERE Name != \'\'" is no name in Salesforce; write one like "AccountNumber" '
        'or "Owner.Name".'}),
    "a field that is a query": (2, {"fields": ["Owner.Name", "(SELECT Id FROM Users)"]}, {
        "sources[2].fields[1]": '"(SELECT Id FROM Users)" is no name in Salesforce; write one like "AccountNumber" '
        'or "Owner.Name".'}),
    "a login elsewhere": (2, {"login": "https://salesforce.com.evil.example"}, {
        "sources[2].login": '"salesforce.com.evil.example" is not of Salesforce; write an address like '
        '"https://login.salesforce.com", or name the host in private_hosts.'}),
    "a login that anybody can read": (2, {"login": "http://login.salesforce.com"}, {
        "sources[2].login": "Secrets and customers' data would be readable on the way; write https://, or name "
        '"login.salesforce.com" in private_hosts.'}),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_with_its_key_and_what_to_write(name: str) -> None:
    n, changes, expected = FAULTS[name]
    policy, faults = faults_of(written(n, **changes))
    assert policy is None
    assert by_key(faults) == expected
    assert "s3cret" not in " ".join(map(str, faults))


def test_customers_are_not_searched_where_one_is_known_at_a_time() -> None:
    _, faults = faults_of(written() | {"customers": "contracts"})
    assert by_key(faults) == {
        "customers": '"contracts" is a source of kind http, which knows one customer at a time; name a source of kind '
        '"csv", "sql" or "salesforce" to search in.'
    }


@pytest.mark.parametrize("value", ["x", 3, [], {}, None, True, ["x"], {"kind": 3}])
def test_a_value_of_another_shape_is_told_and_never_breaks_the_check(value: object) -> None:
    for n, source in enumerate(SOURCES):
        for key in source:
            policy, faults = faults_of(
                written() | {"sources": [*SOURCES[:n], {**source, key: value}, *SOURCES[n + 1 :]]}
            )
            assert policy is not None or faults, key
            assert all(fault.sentence.endswith((".", "?")) for fault in faults)
    assert faults_of(written() | {"sources": [value]})[1]


def test_sources_of_every_kind_come_back_from_json_exactly() -> None:
    policy, faults = faults_of(written())
    assert faults == ()
    assert policy is not None
    assert policy_from_json(policy_json(policy)) == policy


def test_a_source_that_was_recorded_before_there_were_kinds_is_read() -> None:
    recorded = json.loads(policy_json(load(SHIPPED).policy))
    for source in recorded["sources"]:
        del source["retries"], source["freshness"]
    assert policy_from_json(json.dumps(recorded)) == load(SHIPPED).policy


def test_the_schema_allows_each_kind_and_tells_them_apart() -> None:
    schema = json.loads(schema_text())
    validator = jsonschema.Draft202012Validator(schema["properties"]["sources"] | {"$defs": schema["$defs"]})

    def wrong(policy: dict[str, Any]) -> bool:
        return any(validator.iter_errors(policy["sources"]))

    assert not wrong(written())
    for n, changes in (
        (0, {"path": "x"}),
        (0, {"url_from": "sqlite://"}),
        (1, {"url": None}),
        (2, {"kind": "sql"}),
    ):
        assert wrong(written(n, **changes)), changes


def test_the_policy_is_shown_with_the_names_of_secrets_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRM_DATABASE_URL", "sqlite:///s3cret")
    monkeypatch.setenv("CONTRACTS_TOKEN", "s3cret")
    file = tmp_path / "policy.toml"
    file.write_text(as_toml(written()), encoding="utf-8")
    shown = report(load(file))
    assert "s3cret" not in shown
    lines = [re.sub(" +", " ", line.strip()) for line in shown.partition("\nSources\n")[2].splitlines()[:3]]
    assert lines == [
        "CRM sql the database that CRM_DATABASE_URL names customers are searched here within 5s, asked 3 times",
        "Contract records http https://contracts.example/customers/{customer_id} within 5s, no older than "
        f"{lines[1].partition('no older than ')[2].split(' ')[0]} shows Contract tier",
        "Customer history salesforce Account in Salesforce (login.salesforce.com) within 5s shows Owner",
    ]


def test_the_check_tells_what_the_environment_lacks_and_asks_nobody(tmp_path: Path) -> None:
    policy, _ = faults_of(written())
    assert policy is not None
    assert {fault.key: fault.sentence for fault in unreadable(policy, tmp_path, {})} == {
        "sources[0].url_from": "CRM could not be read from the database that CRM_DATABASE_URL names: "
        "CRM_DATABASE_URL is not set; set it in the environment or in .env.",
        "sources[1].header.value_from": "Contract records could not be read from contracts.example: CONTRACTS_TOKEN is "
        "not set; set it in the environment or in .env.",
        "sources[2].credentials": "Customer history could not be read from Account in Salesforce "
        "(login.salesforce.com): SALESFORCE_USERNAME is not set; set it in the environment or in .env.",
    }
    environment = {
        "CRM_DATABASE_URL": "sqlite://",
        "CONTRACTS_TOKEN": "s3cret",
        "SALESFORCE_USERNAME": "bot@harbor.example",
        "SALESFORCE_PASSWORD": "s3cret",
    }
    assert unreadable(policy, tmp_path, environment) == ()


def test_the_examples_in_the_shipped_policy_are_in_order() -> None:
    lines = SHIPPED.read_text(encoding="utf-8").splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith("# Other kinds of sources"))
    end = next(n for n, line in enumerate(lines) if line.startswith("# ---- Standards"))
    block = [line.removeprefix("#   ") for line in lines[start:end] if line.startswith("#   ")]
    first = block.index("[[sources]]")
    examples = tomllib.loads("\n".join(block[first:]))["sources"]
    assert [example["kind"] for example in examples] == ["sql", "http", "salesforce"]
    assert set(tomllib.loads("\n".join(block[:first]))) == {"time_limit", "retries", "freshness"}
    _, faults = faults_of(tomllib.loads(changed()) | {"sources": examples, "agreements": []})
    assert faults == ()
