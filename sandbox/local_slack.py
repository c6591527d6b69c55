"""Builds a workspace from its files and serves it; it must hold no behaviour of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from aiohttp import web

from sandbox.administration import Administration
from sandbox.answers import Answers
from sandbox.audience import Audience
from sandbox.changes import Changes
from sandbox.clock import Clock
from sandbox.events import RETRY_DELAYS_S, Events
from sandbox.files import Files
from sandbox.forms import Forms
from sandbox.functions import Functions
from sandbox.guide import Guide, load_guide
from sandbox.interactions import Interactions
from sandbox.manifest import load_manifest
from sandbox.messages import Messages
from sandbox.page_api import PageApi, own_pages_only
from sandbox.parts import Parts
from sandbox.payload import Payload
from sandbox.person import ActingPerson
from sandbox.pictures import Pictures
from sandbox.signed_http import SignedHttp
from sandbox.socket_mode import SocketMode
from sandbox.state import State
from sandbox.store import Store
from sandbox.transport import Transport
from sandbox.triggers import ResponseUrls, Triggers
from sandbox.views import Views
from sandbox.web_api import WebApi
from sandbox.wire import Wire
from sandbox.workspace import load_workspace

T = TypeVar("T")

#: The largest upload, in bytes.
_MOST_UPLOAD = 64 * 1024 * 1024


class LocalSlack:
    """A Slack workspace on this machine.

    With `request_url` the app is reached by signed HTTP there, else it connects by Socket Mode. `state` is the
    SQLite file that keeps the workspace, None for a workspace that is forgotten. `record_calls` keeps each Web
    API call in `calls`. `rate_limits=False` lets calls come as fast as they like.
    """

    def __init__(
        self,
        *,
        manifest: Path,
        workspace: Path,
        state: Path | None = None,
        guide: Path | None = None,
        record_calls: bool = False,
        request_url: str | None = None,
        rate_limits: bool = True,
        event_retry_delays_s: Sequence[float] = RETRY_DELAYS_S,
    ) -> None:
        described = load_workspace(workspace)
        declared = load_manifest(manifest)
        steps = load_guide(guide) if guide else None
        self._store = Store(state)
        self._changes = Changes()
        app = described.app
        self.bot_token, self.app_token, self.signing_secret = app.bot_token, app.app_token, app.signing_secret
        held = State(described, self._store, app_name=declared.bot_name, app_color=declared.color)
        audience = Audience(self._changes)
        offset = self._store.facts("clock").get("offset_s", 0.0)
        self.clock = Clock(
            offset_s=offset,
            on_move=self._clock_moved,
            deadlines=self._deadlines,
        )
        self._socket: SocketMode | None = None
        self._http: SignedHttp | None = None
        transport = self._transport(request_url, app.id, audience)
        ticks = self._store.facts("guide").get("ticks", [])
        telling_guide = Guide(steps, ticks, self._tell_guide)
        events = Events(held, declared, transport, retry_delays_s=event_retry_delays_s)
        messages = Messages(held, self.clock, audience, events, telling_guide)
        views = Views(held, audience, telling_guide)
        triggers, response_urls = Triggers(), ResponseUrls(held.team.id)
        files = Files(held, self.clock)
        pictures = Pictures(held, files)
        answers = Answers(held, messages, pictures)
        self._parts = Parts(
            state=held,
            manifest=declared,
            clock=self.clock,
            changes=self._changes,
            audience=audience,
            guide=telling_guide,
            transport=transport,
            events=events,
            messages=messages,
            views=views,
            triggers=triggers,
            response_urls=response_urls,
            interactions=Interactions(
                state=held,
                manifest=declared,
                transport=transport,
                messages=messages,
                views=views,
                answers=answers,
                audience=audience,
                guide=telling_guide,
                triggers=triggers,
                response_urls=response_urls,
            ),
            forms=Forms(
                state=held,
                transport=transport,
                views=views,
                audience=audience,
                guide=telling_guide,
                events=events,
                triggers=triggers,
                response_urls=response_urls,
                files=files,
                pictures=pictures,
            ),
            functions=Functions(held, declared, events),
            files=files,
            pictures=pictures,
            administration=Administration(held, self.clock, audience, events),
            page=Path(__file__).parent / "page",
            ticket=self._socket.ticket if self._socket else None,
            ask_to_reconnect=self._socket.ask_to_reconnect if self._socket else None,
        )
        self._web_api = WebApi(self._parts, rate_limits=rate_limits, record_calls=record_calls)
        self._wire = Wire(self._parts, answers)
        self._runner: web.AppRunner | None = None
        self.url = ""

    def _transport(self, request_url: str | None, app_id: str, audience: Audience) -> Transport:
        if request_url is not None:
            self._http = SignedHttp(request_url, self.signing_secret, on_answer=self._changes.ring)
            return self._http
        self._socket = SocketMode(
            app_id, on_change=lambda: self._tell_connected(audience), on_answer=self._changes.ring
        )
        return self._socket

    # Serving

    async def start(self, *, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen; with port 0 on any free port. Afterwards `url` and `api_url` hold.

        Raises OSError where it cannot listen there, and has let go of everything then.
        """
        served = web.Application(client_max_size=_MOST_UPLOAD, middlewares=[own_pages_only])
        served.router.add_route("*", "/api/{method}", self._web_api.handle)
        if self._socket is not None:
            served.router.add_get("/link/", self._socket.link)
        served.router.add_routes(self._wire.routes())
        served.router.add_routes(PageApi(self._parts).routes())
        self._runner = web.AppRunner(served, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        try:
            await site.start()
        except OSError:
            await self.stop()
            raise
        bound = self._runner.addresses[0]
        self.url = f"http://{host}:{bound[1]}"
        self._parts.interactions.address = self.url
        self._parts.forms.address = self.url
        self._parts.files.address = self.url

    async def stop(self) -> None:
        """Stop listening and let go of everything."""
        await self._parts.events.stop()
        self._parts.audience.dismiss()
        if self._socket is not None:
            await self._socket.stop()
        if self._http is not None:
            await self._http.stop()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
        self._store.close()

    @property
    def api_url(self) -> str:
        """The Web API's address, for SLACK_API_URL."""
        return f"{self.url}/api/"

    # For tests and demos

    @property
    def calls(self) -> list[Payload]:
        """The recorded Web API calls, in order."""
        return self._web_api.calls

    @property
    def connections(self) -> int:
        """How many Socket Mode connections the app holds."""
        return self._socket.connections if self._socket else 0

    @property
    def people(self) -> dict[str, ActingPerson]:
        """Everyone of the workspace, by id."""
        return {user: self.person(user) for user in self._parts.state.people}

    def person(self, user: str) -> ActingPerson:
        """Someone to act as, by id or by name."""
        people = self._parts.state.people
        if user not in people:
            user = next(person.id for person in people.values() if user in (person.name, person.real_name))
        return ActingPerson(self._parts, user)

    @property
    def parts(self) -> Parts:
        """The parts of the workspace, for tests that reach behind the wire."""
        return self._parts

    @property
    def state(self) -> State:
        """What is true in the workspace."""
        return self._parts.state

    def guide(self) -> list[Payload] | None:
        """The guide's steps and which are done."""
        return self._parts.guide.listed()

    async def wait_for(self, condition: Callable[[], T | None], timeout: float = 5.0) -> T:
        """Wait until `condition()` is true and return what it returned; woken by each change of state.

        Raises TimeoutError after `timeout` seconds.
        """
        return await self._changes.wait_for(condition, timeout)

    async def verify_request_url(self) -> None:
        """Send Slack's challenge to the request URL; raises RequestUrlError where it does not come back."""
        if self._http is None:
            raise ValueError("This workspace has no request URL.")
        await self._http.verify()

    async def ask_to_reconnect(self) -> None:
        """Ask the app to renew its Socket Mode connections, as Slack does now and then."""
        if self._socket is not None:
            await self._socket.ask_to_reconnect()

    # Telling

    def _deadlines(self) -> Iterable[int]:
        return self._parts.messages.deadlines()

    def _clock_moved(self, offset_s: float) -> None:
        self._store.keep("clock", "offset_s", offset_s)
        event = {"type": "clock", "now": self.clock.now().isoformat(), "offset_s": offset_s}
        self._parts.audience.tell_all(event)
        self._parts.guide.saw_clock()

    def _tell_guide(self) -> None:
        self._store.keep("guide", "ticks", self._parts.guide.ticks)
        self._parts.audience.tell_all({"type": "guide", "guide": self._parts.guide.listed()})

    def _tell_connected(self, audience: Audience) -> None:
        connected = self._socket is not None and self._socket.connected
        audience.tell_all({"type": "connected", "connected": connected})
