"""Customers from a CSV file, and the sentences for each way in which the file can be wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.sources.protocol import Customer, SourceUnavailableError, UnknownCustomerError
from tests.sources.files import csv_source

GOOD = 'id,name,land\nA1,"Müller, Söhne & ""Co""",DE\nA2,שלום,IL\n'


async def test_a_row_is_read_under_its_headings(tmp_path: Path) -> None:
    source = csv_source(tmp_path, GOOD)
    assert await source.read("A1") == {"id": "A1", "name": 'Müller, Söhne & "Co"', "land": "DE"}


async def test_customers_have_names_and_details(tmp_path: Path) -> None:
    source = csv_source(tmp_path, GOOD + "A3,,\n", detail=["land"])
    assert await source.customers() == (
        Customer(id="A1", name='Müller, Söhne & "Co"', detail="DE"),
        Customer(id="A2", name="שלום", detail="IL"),
        Customer(id="A3", name="A3"),
    )


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + GOOD.encode(),
        GOOD.replace("\n", "\r\n").encode(),
        (GOOD + "\n\n").encode(),
        GOOD.replace("id,name", " id , name").replace("A2,", " A2 ,").encode(),
    ],
    ids=["byte order mark", "other line ends", "blank lines", "blanks around"],
)
async def test_what_spreadsheets_write_is_read(content: bytes, tmp_path: Path) -> None:
    source = csv_source(tmp_path, content)
    source.check()
    assert await source.read("A2") == {"id": "A2", "name": "שלום", "land": "IL"}


async def test_a_line_break_within_a_cell_is_kept(tmp_path: Path) -> None:
    source = csv_source(tmp_path, 'id,name\nA1,"one\ntwo"\nA2,x\n')
    assert await source.read("A1") == {"id": "A1", "name": "one\ntwo"}


async def test_a_file_that_was_replaced_counts_at_once(tmp_path: Path) -> None:
    source = csv_source(tmp_path, GOOD)
    await source.read("A1")
    csv_source(tmp_path, "id,name\nA1,New\n")
    assert await source.read("A1") == {"id": "A1", "name": "New"}


async def test_a_customer_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnknownCustomerError, match=r'^CRM has no customer "A9"\.$'):
        await csv_source(tmp_path, GOOD).read("A9")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "it is empty; its first line must name the columns"),
        ("id,title\nA1,x\n", 'line 1 has no column "name"'),
        ("id,name,id\nA1,x,y\n", 'line 1 names the column "id" twice'),
        ("id,name\nA1,x\nA2,y,z\n", "line 3 has 3 columns, and the heading has 2"),
        ('id,name\n"A1,x\n', "line 2 is no CSV (unexpected end of data)"),
        ("id,name\nA1,x\nA1,y\n", 'line 3 has customer "A1" a second time'),
        ("id,name\nA1,ü\n".encode("latin-1"), "line 2 is no UTF-8"),
    ],
)
async def test_what_is_wrong_with_a_file_is_told_with_its_line(
    content: str | bytes, why: str, tmp_path: Path
) -> None:
    source = csv_source(tmp_path, content)
    with pytest.raises(SourceUnavailableError) as caught:
        await source.read("A1")
    assert str(caught.value) == f"CRM could not be read from crm.csv: {why}."
    with pytest.raises(SourceUnavailableError) as caught:
        source.check()
    assert str(caught.value) == f"CRM could not be read from crm.csv: {why}."


def test_a_row_without_its_key_is_told_by_the_check(tmp_path: Path) -> None:
    source = csv_source(tmp_path, "id,name\n,x\n")
    with pytest.raises(SourceUnavailableError, match='line 2 is empty in the column "id"'):
        source.check()


@pytest.mark.parametrize("missing", [{"facts": {"risk": "Risk"}}, {"detail": ["risk"]}, {"key": "risk"}])
async def test_a_column_that_the_policy_names_must_be_there(
    missing: dict[str, object], tmp_path: Path
) -> None:
    with pytest.raises(SourceUnavailableError, match='line 1 has no column "risk"'):
        await csv_source(tmp_path, GOOD, **missing).read("A1")


async def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    source = csv_source(tmp_path, GOOD)
    source.path.unlink()
    with pytest.raises(SourceUnavailableError) as caught:
        await source.read("A1")
    assert str(caught.value) == "CRM could not be read from crm.csv: there is no such file."


async def test_a_folder_for_a_file_is_told(tmp_path: Path) -> None:
    source = csv_source(tmp_path, GOOD)
    source.path.unlink()
    source.path.mkdir()
    with pytest.raises(SourceUnavailableError, match=r"it cannot be opened \(Is a directory\)"):
        await source.read("A1")
