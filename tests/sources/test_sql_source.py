"""Customers from a real SQLite by SQLAlchemy: only read, with what comes as JSON and every fault a sentence."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.sources.gathering import gather
from bot.sources.limits import within_limits
from bot.sources.protocol import Customer, SourceUnavailableError, UnknownCustomerError
from bot.sources.sql_source import SqlSource
from models.policy_sources import Database
from tests.sources.answering import within

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
ONE = "SELECT id, name, region, revenue, since FROM customers WHERE id = :customer_id"
#: It counts for longer than any test may last.
ENDLESS = (
    "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) "
    "SELECT count(*) AS id, :customer_id AS name FROM n"
)


def database(folder: Path) -> Path:
    file = folder / "crm.sqlite3"
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(
            "CREATE TABLE customers (id TEXT, name TEXT, region TEXT, revenue DECIMAL, since DATE)"
        )
        connection.executemany(
            "INSERT INTO customers VALUES (?, ?, ?, ?, ?)",
            [
                ("A1", "Müller & Co", "EU", 12.5, "2020-01-31"),
                ("A2", "Two\nLines", None, None, None),
                ("A3", None, "US", 1, None),
                ("A9", "Twice", "EU", 1, None),
                ("A9", "Twice", "EU", 2, None),
                ("", "Nobody", "EU", 2, None),
            ],
        )
    return file


def sql_source(folder: Path, url: str | None = None, **changed: Any) -> SqlSource:
    written = {
        "name": "crm",
        "title": "CRM",
        "kind": "sql",
        "url_from": "CRM_URL",
        "key": "id",
        "label": "name",
        "detail": ["region"],
        "queries": {"customer": ONE, "customers": "SELECT id, name, region FROM customers WHERE id != 'A9'"},
    }
    environment = {"CRM_URL": "sqlite:///crm.sqlite3" if url is None else url}
    return SqlSource(Database.model_validate(written | changed), folder, environment)


async def test_a_row_is_kept_as_json(tmp_path: Path) -> None:
    database(tmp_path)
    found = await within(10, sql_source(tmp_path).read("A1"))
    assert found == {
        "id": "A1",
        "name": "Müller & Co",
        "region": "EU",
        "revenue": 12.5,
        "since": "2020-01-31",
    }


async def test_exact_numbers_days_and_bytes_become_text(tmp_path: Path) -> None:
    from decimal import Decimal

    from bot.sources.json_values import as_json

    value = {
        "exact": Decimal("1200.50"),
        "day": AT.date(),
        "at": AT,
        "bytes": b"\x00\xff",
        "many": (Decimal(1), {"deep": AT}),
        "nan": float("nan"),
        "half": "\ud800",
    }
    assert as_json(value, str) == {
        "exact": "1200.50",
        "day": "2026-11-20",
        "at": "2026-11-20T09:00:00+00:00",
        "bytes": "AP8=",
        "many": ["1", {"deep": "2026-11-20T09:00:00+00:00"}],
        "nan": "nan",
        "half": "?",
    }


async def test_customers_have_names_and_details(tmp_path: Path) -> None:
    database(tmp_path)
    assert await within(10, sql_source(tmp_path).customers()) == (
        Customer(id="A1", name="Müller & Co", detail="EU"),
        Customer(id="A2", name="Two Lines"),
        Customer(id="A3", name="A3", detail="US"),
    )


@pytest.mark.parametrize(
    "customer_id", ["A1' OR '1'='1", "'; DROP TABLE customers; --", ":customer_id", "%", ""]
)
async def test_an_id_is_never_a_part_of_the_query(customer_id: str, tmp_path: Path) -> None:
    database(tmp_path)
    query = "SELECT id, name FROM customers WHERE id = :customer_id AND id != ''"
    with pytest.raises(UnknownCustomerError):
        await within(10, sql_source(tmp_path, queries={"customer": query}).read(customer_id))


async def test_further_parameters_are_bound(tmp_path: Path) -> None:
    database(tmp_path)
    queries = {"customer": ONE + " AND region = :region"}
    source = sql_source(tmp_path, queries=queries, parameters={"region": "US", "unused": 1})
    with pytest.raises(UnknownCustomerError, match=r'^CRM has no customer "A1"\.$'):
        await within(10, source.read("A1"))
    assert (await within(10, source.read("A3")))["region"] == "US"


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM customers WHERE id = :customer_id",
        "WITH gone AS (SELECT :customer_id AS id) DELETE FROM customers WHERE id IN (SELECT id FROM gone)",
        "UPDATE customers SET name = 'x' WHERE id = :customer_id RETURNING id, name",
    ],
)
async def test_a_query_that_writes_is_refused_by_the_database(query: str, tmp_path: Path) -> None:
    file = database(tmp_path)
    with pytest.raises(SourceUnavailableError, match="it answered with a fault"):
        await within(10, sql_source(tmp_path, queries={"customer": query}).read("A1"))
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT name FROM customers WHERE id = 'A1'").fetchall() == [
            ("Müller & Co",)
        ]


@pytest.mark.parametrize(
    ("changed", "url", "why"),
    [
        ({}, "", "CRM_URL is not set; set it in the environment or in .env"),
        ({}, "no address", "CRM_URL is no URL of SQLAlchemy"),
        ({}, "nosuchdatabase://x/y", "SQLAlchemy knows no database as CRM_URL has it"),
        ({}, "oracle+cx_oracle://u:verysecret@h/x", "the driver of CRM_URL is not installed"),
        ({}, "sqlite:///none.sqlite3", "there is no such file"),
        ({"facts": {"risk": "Risk"}}, None, 'its query gives no column "risk"'),
        (
            {"queries": {"customer": "SELECT id, id FROM customers WHERE id = :customer_id"}},
            None,
            'its query gives the column "id" twice',
        ),
        (
            {"queries": {"customer": "SELECT id FROM nothing WHERE id = :customer_id"}},
            None,
            "it answered with a fault (OperationalError), which is told in the log",
        ),
    ],
)
async def test_what_is_wrong_is_a_sentence(
    changed: dict[str, Any], url: str | None, why: str, tmp_path: Path
) -> None:
    database(tmp_path)
    with pytest.raises(SourceUnavailableError) as caught:
        await within(10, sql_source(tmp_path, url, **changed).read("A1"))
    assert str(caught.value) == f"CRM could not be read from the database that CRM_URL names: {why}."


async def test_a_customer_who_stands_there_twice_is_told(tmp_path: Path) -> None:
    database(tmp_path)
    with pytest.raises(SourceUnavailableError, match='it has customer "A9" a second time'):
        await within(10, sql_source(tmp_path).read("A9"))


async def test_a_query_that_does_not_end_is_given_up_and_interrupted(tmp_path: Path) -> None:
    import threading

    database(tmp_path)
    source = sql_source(tmp_path, queries={"customer": ENDLESS}, time_limit="1s")
    with pytest.raises(SourceUnavailableError, match=r"^CRM did not answer within 1s\.$"):
        await within(10, within_limits(source, lambda: source.read("A1")))
    for thread in threading.enumerate():
        if thread.name == "source":
            thread.join(10)
            assert not thread.is_alive(), "the query was interrupted"


async def test_no_secret_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    secret = "s3cret/word"
    database(tmp_path)
    query = f"SELECT id, name, '{secret}' AS echo FROM customers WHERE id = :customer_id"
    wrong = f"SELECT id FROM nothing WHERE id = '{secret}' OR \"{secret}\" = :customer_id"
    url = "sqlite:///crm.sqlite3?vfs="
    with caplog.at_level(logging.DEBUG):
        for text in (query, wrong):
            for each in (
                "postgresql+none://u:s3cret%2Fword@127.0.0.1/x",
                "sqlite:///crm.sqlite3",
                f"{url}{secret}",
            ):
                source = sql_source(tmp_path, each, queries={"customer": text})
                source._secrets.add(secret)
                (snapshot,) = await within(10, gather((source,), "A1", lambda: AT))
                assert secret not in str(snapshot)
                assert "s3cret" not in str(snapshot)
    assert "s3cret" not in caplog.text
    assert caplog.text


def test_the_check_connects_to_nothing(tmp_path: Path) -> None:
    sql_source(tmp_path, "sqlite://").check()
    with pytest.raises(SourceUnavailableError, match="CRM_URL is not set"):
        sql_source(tmp_path, "").check()


async def test_a_password_that_is_a_word_of_the_data_takes_nothing_out_of_them(tmp_path: Path) -> None:
    database(tmp_path)
    source = sql_source(tmp_path)
    source._secrets.add("Co")
    source._secrets.add("Müller")
    assert (await within(10, source.read("A1")))["name"] == "Müller & Co"
    assert source._secrets.hide("Müller said") == "… said"
