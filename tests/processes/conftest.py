"""Fixtures for the process tests."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from sandbox import LocalSlack
from tests.processes.outside import Outside, outside
from tests.processes.terminal import Terminal
from tests.world import ROOT


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Outside]:
    """A local Slack that waits for a bot, by Socket Mode."""
    async with outside(tmp_path) as opened:
        yield opened


@pytest.fixture
async def alder() -> AsyncIterator[LocalSlack]:
    """A workspace that has none of the sample's people, groups and channels."""
    people = Path(__file__).parent / "alder.toml"
    slack = LocalSlack(manifest=ROOT / "manifest.yml", workspace=people, rate_limits=False)
    await slack.start()
    yield slack
    await slack.stop()


@pytest.fixture
def at_terminal() -> Iterator[Callable[..., Terminal]]:
    """Begins a command at a terminal; ended with the test."""
    begun: list[Terminal] = []

    def begin(*arguments: str, folder: Path, around: dict[str, str]) -> Terminal:
        begun.append(Terminal(*arguments, folder=folder, environment=around))
        return begun[-1]

    yield begin
    for terminal in begun:
        terminal.close()
