"""A running workspace and a browser for the tests of the page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser import browser_page, chromium
from tests.sandbox_page.aside import Aside, workspace_aside

__all__ = ["browser_page", "chromium"]


@pytest.fixture
def aside(browser_page: object) -> Iterator[Aside]:
    """A workspace with the echo app; made only where there is a browser to see it."""
    with workspace_aside() as running:
        yield running
