"""Slack's Web API over HTTP: tokens, scopes, arguments and rates, before each method does its own work."""

from __future__ import annotations

import copy
import json
import secrets
from datetime import UTC
from email.utils import format_datetime

from aiohttp import web

from sandbox.parts import Parts
from sandbox.payload import Payload
from sandbox.web_api.call import ApiError, Call, missing
from sandbox.web_api.methods import METHODS, Method
from sandbox.web_api.rates import Rates

#: The arguments that may be JSON within a text.
_ENCODED = ("blocks", "view", "metadata", "attachments", "files", "outputs")


class WebApi:
    """The server of ``/api/<method>``."""

    def __init__(self, parts: Parts, *, rate_limits: bool, record_calls: bool) -> None:
        self._parts = parts
        self._rates = Rates(enforced=rate_limits)
        self._record = record_calls
        #: Each call as {"method", "args", "ok", "error"}, where calls are recorded.
        self.calls: list[Payload] = []

    async def handle(self, request: web.Request) -> web.Response:
        """Serve one request."""
        name = request.match_info["method"]
        method = METHODS.get(name)
        args, token, warnings, problem = await _read(request, takes_json=method is None or method.takes_json)
        call = Call(method=name, args=args, parts=self._parts, token=token or "", warnings=warnings)
        headers = {
            "X-Slack-Req-Id": secrets.token_hex(16),
            "Cache-Control": "private, no-cache, no-store",
            # The workspace's own time, which may have been moved.
            "Date": format_datetime(self._parts.clock.now().astimezone(UTC), usegmt=True),
        }
        status = 200
        try:
            if problem is not None:
                raise ApiError(problem)
            if method is None:
                raise ApiError("unknown_method", req_method=name)
            self._authorize(method, token)
            if method.app_token is False and token:
                headers["X-OAuth-Scopes"] = ",".join(self._parts.manifest.bot_scopes)
                headers["X-Accepted-OAuth-Scopes"] = ",".join(method.scopes)
            wait = self._rates.wait(name, method.tier, self._conversation(args))
            if wait is not None:
                headers["Retry-After"] = str(wait)
                status = 429
                raise ApiError("ratelimited")
            if method.scopes:
                call.require(*method.scopes)
            for argument in method.required:
                if args.get(argument) in (None, ""):
                    raise missing(argument)
            answer: Payload = {"ok": True, **await method.serve(call)}
        except ApiError as error:
            answer = error.answer()
        if call.warnings:
            answer.setdefault("warning", ",".join(call.warnings))
            metadata = answer.setdefault("response_metadata", {})
            metadata["warnings"] = call.warnings
            metadata["messages"] = [*metadata.get("messages", []), *call.notes] or None
            if metadata["messages"] is None:
                del metadata["messages"]
        if self._record:
            recorded = {key: value for key, value in _decoded(args).items() if key != "token"}
            self.calls.append(
                {"method": name, "args": recorded, "ok": answer["ok"], "error": answer.get("error")}
            )
        self._parts.changes.ring()
        return web.json_response(answer, status=status, headers=headers)

    def _conversation(self, args: Payload) -> str | None:
        named = str(args.get("channel") or "")
        state = self._parts.state
        if named in state.people:
            return state.im(state.app.bot_user_id, named).id
        by_name = (channel.id for channel in state.channels.values() if channel.name == named.lstrip("#"))
        return named if named in state.channels else next(by_name, None)

    def _authorize(self, method: Method, token: str | None) -> None:
        app = self._parts.state.app
        if method.any_token:
            return
        if not token:
            raise ApiError("not_authed")
        # What comes with a step that was executed may do all that the bot's own token may.
        if self._parts.functions.has_token(token):
            token = app.bot_token
        if token not in (app.bot_token, app.app_token):
            raise ApiError("invalid_auth")
        if token != (app.app_token if method.app_token else app.bot_token):
            raise ApiError("not_allowed_token_type")


async def _read(
    request: web.Request, *, takes_json: bool
) -> tuple[Payload, str | None, list[str], str | None]:
    args: Payload = dict(request.query)
    warnings: list[str] = []
    problem = None
    content_type = request.content_type
    if request.method == "POST" and request.can_read_body:
        if content_type == "application/json":
            if request.charset is None:
                warnings.append("missing_charset")
            if takes_json:
                body, problem = _json_body(await request.text())
                args |= body
        elif content_type in ("application/x-www-form-urlencoded", "multipart/form-data"):
            if content_type != "multipart/form-data" and request.charset is not None:
                warnings.append("superfluous_charset")
            args |= {key: value for key, value in (await request.post()).items() if isinstance(value, str)}
        else:
            problem = "invalid_post_type" if "Content-Type" in request.headers else "missing_post_type"
    scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
    token = bearer.strip() if scheme.lower() == "bearer" else None
    return args, token or args.get("token"), warnings, problem


def _json_body(text: str) -> tuple[Payload, str | None]:
    try:
        body = json.loads(text)
    except json.JSONDecodeError:
        return {}, "invalid_json"
    return (body, None) if isinstance(body, dict) else ({}, "json_not_object")


def _decoded(args: Payload) -> Payload:
    decoded = copy.deepcopy(args)
    for name in _ENCODED:
        if isinstance(decoded.get(name), str):
            try:
                decoded[name] = json.loads(decoded[name])
            except json.JSONDecodeError:
                continue
    return decoded
