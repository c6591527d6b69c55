"""Fixtures for all tests: a world to act in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.world import World, open_world

pytest_plugins = ["tests.browser"]


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """The bot in a local Slack, by Socket Mode."""
    async with open_world(tmp_path) as opened:
        yield opened


@pytest.fixture(params=["socket", "http"])
async def any_world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """The bot in a local Slack, by each of the two transports."""
    async with open_world(tmp_path, transport=request.param) as opened:
        yield opened
