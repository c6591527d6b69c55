"""A database that is older than the program: a command says what to run, and shows no traceback."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

import app
from models.database import migrate, open_database


@pytest.mark.parametrize(
    "arguments", [("report",), ("audit", "figures"), ("audit", "verify"), ("audit", "lists")]
)
def test_a_command_on_an_older_database_says_what_to_run(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    file = tmp_path / "older.sqlite3"
    engine = open_database(f"sqlite:///{file}")
    migrate(engine)
    engine.dispose()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0003'")
        connection.commit()
    result = CliRunner().invoke(app.main, arguments, env={"DATABASE_URL": f"sqlite:///{file}"})
    assert result.exit_code == 1
    assert "is older than this program. Bring it up with `python app.py migrate` first." in result.stderr
