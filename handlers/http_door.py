"""The HTTP door: signed requests of Slack, alerts, and the two pages that a supervisor of processes asks for."""

from __future__ import annotations

import hmac
from collections.abc import Mapping

import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_sdk.signature import SignatureVerifier
from sqlalchemy.exc import SQLAlchemyError

from bot.services import Services
from bot.turned_away import Unproven
from handlers.alert_door import AlertDoor

#: The largest body that Slack sends is far below this many bytes; more is not from Slack.
MAX_BODY = 1_000_000

log = structlog.get_logger(__name__)


class HttpDoor:
    """`POST /slack/events` and `POST /alerts` where their secrets are set, `GET /healthz` and `GET /readyz`."""

    def __init__(self, app: AsyncApp, services: Services) -> None:
        settings = services.settings
        self._app = app
        self._services = services
        secret = settings.slack_signing_secret
        self._verifier = SignatureVerifier(secret) if secret else None
        self._alerts = AlertDoor(services, settings.alerts_secret) if settings.alerts_secret else None

    def application(self) -> web.Application:
        """The aiohttp application."""
        application = web.Application(client_max_size=MAX_BODY)
        if self._verifier is not None:
            application.router.add_post("/slack/events", self.slack)
        if self._alerts is not None:
            application.router.add_post("/alerts", self._alerts.receive)
        application.router.add_get("/healthz", self.healthz)
        application.router.add_get("/readyz", self.readyz)
        return application

    async def slack(self, request: web.Request) -> web.Response:
        """A command, an interaction or an event; its signature and age are checked before anything reads it."""
        why = self._unproven(await request.read(), request.headers)
        if why is not None:
            self._services.turned_away.note(why)
            return web.json_response({"error": "invalid request"}, status=401)
        bolt_request = await to_bolt_request(request)
        return await to_aiohttp_response(await self._app.async_dispatch(bolt_request))

    def _unproven(self, body: bytes, headers: Mapping[str, str]) -> Unproven | None:
        """Why it is not taken for Slack's, which signs each request and sends it at once; None where Slack signed it.

        Bolt checks that too, but it hands a request with a malformed signature or time to the error listener,
        which believes what it reads and would speak to whomever a stranger names.
        """
        signature, sent_at = headers.get("X-Slack-Signature"), headers.get("X-Slack-Request-Timestamp")
        if self._verifier is None or not signature or not sent_at:
            return Unproven.UNSIGNED
        try:
            if self._verifier.is_valid(body, sent_at, signature):
                return None
            own = self._verifier.generate_signature(timestamp=sent_at, body=body) or ""
            is_ours = hmac.compare_digest(own, signature)
        except (TypeError, ValueError):
            is_ours = False
        return Unproven.OFF_TIME if is_ours else Unproven.OTHER_SECRET

    async def healthz(self, _: web.Request) -> web.Response:
        """The process lives."""
        return web.json_response({"status": "ok"})

    async def readyz(self, _: web.Request) -> web.Response:
        """The database answers; with how many messages Slack does not have yet."""
        try:
            behind = await self._services.records.outbox_depth()
        except SQLAlchemyError as error:
            log.warning("the database does not answer", error=str(error))
            return web.json_response({"status": "database"}, status=503)
        return web.json_response({"status": "ready", "outbox": behind})
