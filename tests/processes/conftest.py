"""Fixtures for the process tests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.processes.outside import Outside, outside


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Outside]:
    """A local Slack that waits for a bot, by Socket Mode."""
    async with outside(tmp_path) as opened:
        yield opened
