"""The check that the document gives to others, run as it stands there, on what is exported and what is not so."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.exports.json_lines import write_lines
from models import export_queries
from models.oversight.exporting import MOST_EVENTS
from models.request import ExceptionRequest
from tests.bot.office import TEAM, Office
from tests.world import ROOT

DOCUMENT = (ROOT / "docs" / "exports.md").read_text(encoding="utf-8")
(PROGRAM,) = re.findall(r"```python\n(.*?)```", DOCUMENT, re.DOTALL)
Lines = list[dict[str, object]]


@pytest.fixture
async def lines(office: Office, request_with_a_story: ExceptionRequest) -> Lines:
    """All that was recorded, as it is exported."""

    def write(connection: Connection) -> bytes:
        file = io.BytesIO()
        write_lines(file, export_queries.recorded(connection, TEAM, None))
        return file.getvalue()

    exported = await office.reader.run(write)
    return [json.loads(line) for line in exported.splitlines()]


def checked(lines: Lines, folder: Path) -> tuple[int, str]:
    """How the documented program ends on a file of the lines, in a Python of its own with nothing of ours."""
    file = folder / "export.jsonl"
    file.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    (folder / "check.py").write_text(PROGRAM, encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, "-I", str(folder / "check.py"), str(file)],
        capture_output=True,
        text=True,
        check=False,
    )
    return ended.returncode, ended.stdout


def test_program_is_short_enough_to_be_read() -> None:
    assert len(PROGRAM.splitlines()) <= 20


async def test_what_is_exported_holds(lines: Lines, tmp_path: Path) -> None:
    assert checked(lines, tmp_path) == (0, f"{len(lines)} events, 0 faults\n")


async def test_a_part_of_the_chains_holds_too(lines: Lines, tmp_path: Path) -> None:
    assert checked(lines[7:-3], tmp_path)[0] == 0


def changed(lines: Lines) -> None:
    lines[9]["actor"] = "U0FORGED"


def taken_out(lines: Lines) -> None:
    del lines[9]


def turned(lines: Lines) -> None:
    lines[9], lines[10] = lines[10], lines[9]


@pytest.mark.parametrize("tamper", [changed, taken_out, turned])
async def test_what_was_tampered_with_is_found(
    lines: Lines, tamper: Callable[[Lines], None], tmp_path: Path
) -> None:
    tamper(lines)
    code, said = checked(lines, tmp_path)
    assert code == 1
    assert "event" in said


def test_document_says_how_much_one_export_holds_in_slack() -> None:
    assert f"up to {MOST_EVENTS:,} events" in DOCUMENT
