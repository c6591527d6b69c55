"""The tables, read by Python's own reader: all that is recorded, in any letters; nothing that a spreadsheet runs."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from bot.csv_text import cell, write_row
from bot.exports.taking import Taking, write_csv_zip
from models.oversight.exporting import Format, Wanted
from models.request import ExceptionRequest
from tests.bot.office import TEAM, Office
from tests.exports.story import CUSTOMER, FORMULA, PEOPLE

Rows = list[dict[str, str]]


@pytest.fixture
async def tables(office: Office, request_with_a_story: ExceptionRequest) -> dict[str, Rows]:
    """Both tables of all that was recorded, by their names."""
    today = office.clock.now().date()
    asked = Wanted(format=Format.CSV, first=today, last=today)

    def write(connection: Connection) -> bytes:
        file = io.BytesIO()
        taking = Taking(
            connection=connection,
            workspace=TEAM,
            asked=asked,
            span=asked.span(office.policies.current),
            people=PEOPLE,
            made_at=office.clock.now(),
            made_by="Åsa",
        )
        write_csv_zip(taking, file)
        return file.getvalue()

    pack = zipfile.ZipFile(io.BytesIO(await office.reader.run(write)))
    assert pack.testzip() is None
    return {name: rows(pack.read(name)) for name in pack.namelist()}


def rows(content: bytes) -> Rows:
    """What a reader that knows nothing of us makes of it."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


async def test_every_event_is_a_row_with_who_what_and_its_hash(
    office: Office, request_with_a_story: ExceptionRequest, tables: dict[str, Rows]
) -> None:
    number = request_with_a_story.number
    trail = await office.records.trail(number)
    of_request = [row for row in tables["events.csv"] if row["request"] == f"EX-{number}"]
    assert [(row["position"], row["kind"], row["hash"]) for row in of_request] == [
        (str(link.position), link.kind, link.hash) for link in trail
    ]
    filed = of_request[0]
    assert filed["time_utc"] == "2026-03-04 08:00:00"
    assert filed["actor_name"] == PEOPLE["UREQ"]
    assert filed["what_happened"] == f"{PEOPLE['UREQ']} (UREQ) filed it."
    assert f"filing.customer.name: {CUSTOMER}" in filed["what_changed"]
    system = next(row for row in of_request if row["actor_id"] == "system")
    assert system["actor_name"] == "Exception Desk"
    assert [row["request"] for row in tables["events.csv"] if row["kind"] == "policy.recorded"] == [""]


async def test_each_request_is_one_row_as_it_stands(
    request_with_a_story: ExceptionRequest, tables: dict[str, Rows]
) -> None:
    (row,) = tables["requests.csv"]
    assert row["request"] == request_with_a_story.id
    assert row["customer_name"] == CUSTOMER
    assert (row["deviation_percent"], row["value"], row["currency"]) == ("50", "500", "EUR")
    assert (row["first_approval_by"], row["second_approval_by"]) == ("UVAL1", "UEXE1")
    assert row["closed_utc"]


async def test_nothing_in_the_tables_begins_a_formula(tables: dict[str, Rows]) -> None:
    cells = [one for table in tables.values() for row in table for one in row.values()]
    assert not [one for one in cells if one.lstrip().startswith(("=", "+", "@", "|"))]
    assert any(one == f"'{PEOPLE['UVAL1']}" for one in cells), "who is called like a formula is text"
    assert any(FORMULA in one for one in cells)


@given(st.text())
def test_any_text_comes_back_whole_or_with_an_apostrophe_before_it(text: str) -> None:
    file = io.StringIO(newline="")
    write_row(file, [text, "end"])
    (row,) = csv.reader(io.StringIO(file.getvalue(), newline=""))
    assert row[1] == "end"
    assert row[0].replace("'", "") == text.replace("\x00", "\ufffd").replace("'", "")
    assert not row[0].lstrip(" \ufeff").startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize("between", [";", "\t"])
@given(st.text(alphabet="=+-@;\t\r\n\"', a1"))
def test_no_cell_is_a_formula_where_a_spreadsheet_divides_by_other_signs(between: str, text: str) -> None:
    """Excel divides by semicolons where a comma stands in numbers; quotes hold there at a cell's beginning alone."""
    file = io.StringIO(newline="")
    write_row(file, ["EX-1", text, "end"])
    for row in csv.reader(io.StringIO(file.getvalue(), newline=""), delimiter=between):
        assert not [one for one in row if one.lstrip().startswith(("=", "+", "-", "@"))]
    for line in re.split(r"[\r\n]", file.getvalue()):
        assert not [one for one in line.split(between) if one.lstrip(' "').startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, ""),
        (-5, "-5"),
        (Decimal("-0.5"), "-0.5"),
        (True, "True"),
        ("-5", "'-5"),
        ("  =1", "'  =1"),
        ("＝1", "'＝1"),
        ("a=1", "a=1"),
        ("a;=1", "a;'=1"),
        ("a\n- b; c", "a\n'- b; c"),
    ],
)
def test_numbers_stay_numbers_and_texts_stay_texts(value: object, written: str) -> None:
    assert cell(value) == written
