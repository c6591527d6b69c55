"""Fixtures for all tests: a world to act in."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.world import World, open_world

pytest_plugins = ["tests.browser"]

# In CI the same cases each time, so that what lands depends on the change and not on luck; elsewhere ever new ones.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI") == "true":
    settings.load_profile("ci")


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
