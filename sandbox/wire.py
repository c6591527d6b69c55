"""Serves what an app reaches beside the Web API: response URLs, uploads and file contents; no more than that."""

from __future__ import annotations

import json

from aiohttp import web

from sandbox.answers import AnswerError, Answers
from sandbox.parts import Parts
from sandbox.triggers import TriggerError


class Wire:
    """The routes of response URLs and files."""

    def __init__(self, parts: Parts, answers: Answers) -> None:
        self._parts = parts
        self._answers = answers

    def routes(self) -> list[web.RouteDef]:
        """All routes."""
        return [
            *(web.post(f"/{kind}/{{tail:.+}}", self._respond) for kind in ("commands", "actions", "app")),
            web.post("/upload/v1/{id}", self._upload),
            web.get("/files-pri/{key}/{name:.+}", self._download),
        ]

    async def _respond(self, request: web.Request) -> web.Response:
        try:
            url = self._parts.response_urls.use(request.path)
        except TriggerError as error:
            return web.Response(status=404, text=str(error))
        try:
            if request.content_type == "application/json":
                body = json.loads(await request.text())
            else:
                body = json.loads(str((await request.post()).get("payload", "")))
        except json.JSONDecodeError:
            return web.Response(status=400, text="invalid_payload")
        if not isinstance(body, dict):
            return web.Response(status=400, text="invalid_payload")
        try:
            self._answers.post(url, body)
        except AnswerError as error:
            answer = {"ok": False, "error": error.code}
            if error.lines:
                answer["response_metadata"] = {"messages": error.lines}
            return web.json_response(answer, status=400 if error.code == "invalid_payload" else 200)
        return web.Response(text="ok")

    async def _upload(self, request: web.Request) -> web.Response:
        waiting = self._parts.files.awaited.get(request.match_info["id"])
        if waiting is None:
            return web.Response(status=404, text="File not found")
        if request.content_type == "multipart/form-data":
            fields = await request.post()
            held = next((value for value in fields.values() if isinstance(value, web.FileField)), None)
            content = held.file.read() if held is not None else b""
        else:
            content = await request.read()
        if len(content) != waiting["length"]:
            return web.Response(status=400, text="The length is not what was announced.")
        self._parts.files.receive(request.match_info["id"], content)
        return web.Response(text=f"OK - {len(content)}")

    async def _download(self, request: web.Request) -> web.Response:
        state = self._parts.state
        if request.headers.get("Authorization") != f"Bearer {state.app.bot_token}":
            raise web.HTTPForbidden
        file_id = request.match_info["key"].rpartition("-")[2]
        content = self._parts.files.content(file_id)
        if content is None or "files:read" not in self._parts.manifest.bot_scopes:
            raise web.HTTPNotFound
        return web.Response(body=content, content_type=state.files[file_id]["mimetype"])
