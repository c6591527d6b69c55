"""Names the parts of a running workspace for those who serve it; it must not build them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from sandbox.administration import Administration
from sandbox.audience import Audience
from sandbox.changes import Changes
from sandbox.clock import Clock
from sandbox.events import Events
from sandbox.files import Files
from sandbox.forms import Forms
from sandbox.functions import Functions
from sandbox.guide import Guide
from sandbox.interactions import Interactions
from sandbox.manifest import Manifest
from sandbox.messages import Messages
from sandbox.pictures import Pictures
from sandbox.state import State
from sandbox.transport import Transport
from sandbox.triggers import ResponseUrls, Triggers
from sandbox.views import Views


@dataclass(frozen=True, kw_only=True)
class Parts:
    """The parts of one workspace."""

    state: State
    manifest: Manifest
    clock: Clock
    changes: Changes
    audience: Audience
    guide: Guide
    transport: Transport
    events: Events
    messages: Messages
    views: Views
    triggers: Triggers
    response_urls: ResponseUrls
    interactions: Interactions
    forms: Forms
    functions: Functions
    files: Files
    pictures: Pictures
    administration: Administration
    page: Path
    #: A ticket for a Socket Mode connection, or None where the app listens over HTTP.
    ticket: Callable[[], str] | None
    ask_to_reconnect: Callable[[], Awaitable[None]] | None
