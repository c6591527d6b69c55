"""Fixtures of the floor that does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.office import Office, open_office


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """A desk on an empty database."""
    async with open_office(tmp_path / "desk.sqlite3") as opened:
        yield opened
