"""Serves the page and the API behind it, which does only what a person may do; it must not decide what that is."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from aiohttp import WSMsgType, web

from sandbox.administration import AdministrationError
from sandbox.interactions import RefusedError
from sandbox.parts import Parts
from sandbox.payload import Payload
from sandbox.person import ActingPerson
from sandbox.sidebar import page_state

#: What is said where the app does not go by the workspace's time.
_MOVED_ALONE = "Only this page's time has moved: the app was started by itself and goes by its own clock."

_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def own_pages_only(request: web.Request, handler: _Handler) -> web.StreamResponse:
    """Turn away what a page of another site sends, since whoever can reach the page can act as anyone."""
    origin = request.headers.get("Origin")
    if origin is not None and origin.partition("://")[2] != request.host:
        return web.json_response({"ok": False, "error": "Another site's page cannot act here."}, status=403)
    return await handler(request)


class PageApi:
    """The routes under ``/`` and ``/page``."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def routes(self) -> list[web.RouteDef]:
        """All routes of the page."""
        posts: dict[str, Callable[[ActingPerson, Payload], Awaitable[Payload]]] = {
            "read": self._read,
            "send": self._send,
            "action": self._action,
            "suggest": self._suggest,
            "view/submit": self._submit,
            "view/close": self._close,
            "shortcut": self._shortcut,
            "workflow": self._workflow,
            "home": self._home,
            "open_dm": self._open_dm,
            "react": self._react,
            "admin": self._admin,
        }
        return [
            web.get("/", self._index),
            web.get("/page/api/state", self._state),
            web.get("/page/api/messages", self._messages),
            web.get("/page/api/events", self._events),
            web.post("/page/api/upload", self._upload),
            web.post("/page/api/clock", self._clock),
            *(web.post(f"/page/api/{path}", self._as_person(serve)) for path, serve in posts.items()),
            web.get("/page/{file:.+}", self._file_of_page),
            web.get("/files/{id}/{name}", self._file),
        ]

    def _as_person(self, serve: Callable[[ActingPerson, Payload], Awaitable[Payload]]) -> _Handler:
        async def handle(request: web.Request) -> web.Response:
            try:
                body = await request.json()
                person = self._person(str(body.get("as", "")))
                return web.json_response(await serve(person, body))
            except KeyError as error:
                return web.json_response({"ok": False, "error": f"The request lacks {error}."}, status=400)
            except json.JSONDecodeError:
                return web.json_response({"ok": False, "error": "The request is no JSON."}, status=400)
            except (RefusedError, AdministrationError) as error:
                return web.json_response({"ok": False, "error": str(error)})

        return handle

    def _person(self, user: str) -> ActingPerson:
        if user not in self._parts.state.people:
            raise web.HTTPNotFound(text=json.dumps({"ok": False, "error": "There is no such person."}))
        return ActingPerson(self._parts, user)

    # Static files

    async def _index(self, request: web.Request) -> web.StreamResponse:
        return await self._static("index.html")

    async def _file_of_page(self, request: web.Request) -> web.StreamResponse:
        return await self._static(request.match_info["file"])

    async def _static(self, name: str) -> web.StreamResponse:
        path = (self._parts.page / name).resolve()
        if not path.is_relative_to(self._parts.page.resolve()) or not path.is_file():
            raise web.HTTPNotFound
        return web.FileResponse(path, headers={"Cache-Control": "no-cache"})

    async def _file(self, request: web.Request) -> web.StreamResponse:
        file = self._parts.state.files.get(request.match_info["id"])
        content = self._parts.files.content(request.match_info["id"])
        if file is None or content is None or not self._may_see(file, request.query.get("as", "")):
            raise web.HTTPNotFound
        # The page shows images in place; anything else is handed over as a download, never run.
        image = file["mimetype"].startswith("image/") and "svg" not in file["mimetype"]
        headers = {
            "X-Content-Type-Options": "nosniff",
            "Content-Disposition": "inline" if image else "attachment",
        }
        return web.Response(body=content, content_type=file["mimetype"], headers=headers)

    def _may_see(self, file: Payload, user: str) -> bool:
        state = self._parts.state
        if user not in state.people:
            return False
        places = [*file["channels"], *file["groups"], *file["ims"]]
        shown = self._parts.files.shown_in(file["id"])
        places += [place for place in shown if place in state.channels]
        in_sight = any(state.sees(user, state.channels[place]) for place in places)
        return file["user"] == user or user in shown or in_sight

    # Reading

    async def _state(self, request: web.Request) -> web.Response:
        person = self._person(request.query.get("as") or next(iter(self._parts.state.people)))
        return web.json_response(page_state(self._parts, person.id))

    async def _messages(self, request: web.Request) -> web.Response:
        person = self._person(request.query.get("as", ""))
        try:
            listed = person.messages(
                request.query.get("channel", ""), thread_ts=request.query.get("thread_ts")
            )
        except RefusedError as error:
            return web.json_response({"ok": False, "error": str(error), "messages": []})
        return web.json_response({"messages": listed})

    async def _events(self, request: web.Request) -> web.StreamResponse:
        person = self._person(request.query.get("as", ""))
        socket = web.WebSocketResponse(heartbeat=30)
        # In the audience before the page hears that it is connected, so that no event falls between.
        line = self._parts.audience.join(person.id)
        try:
            await socket.prepare(request)
        except BaseException:
            self._parts.audience.leave(person.id, line)
            raise
        sending = asyncio.create_task(_send_all(socket, line))
        try:
            async for message in socket:
                if message.type is WSMsgType.ERROR:
                    break
        finally:
            self._parts.audience.leave(person.id, line)
            sending.cancel()
        return socket

    # Acting

    async def _read(self, person: ActingPerson, body: Payload) -> Payload:
        person.mark_read(body["channel"])
        return {"ok": True}

    async def _send(self, person: ActingPerson, body: Payload) -> Payload:
        text = str(body.get("text", ""))
        if text.startswith("/"):
            await person.command(text, channel=body["channel"])
            return {"ok": True}
        message = person.say(
            body["channel"], text, thread_ts=body.get("thread_ts"), file_ids=body.get("file_ids") or ()
        )
        return {"ok": True, "ts": message["ts"]}

    async def _action(self, person: ActingPerson, body: Payload) -> Payload:
        place = person.place(body["container"])
        typed = (body.get("state") or {}).get("values")
        value = body.get("value")
        given = value if isinstance(value, dict) else {"value": value}
        await self._parts.interactions.act(
            person.acting(), place, body["block_id"], body["action_id"], given, typed
        )
        return {"ok": True}

    async def _suggest(self, person: ActingPerson, body: Payload) -> Payload:
        place = person.place(body["container"])
        try:
            return await self._parts.interactions.suggest(
                person.acting(), place, body["block_id"], body["action_id"], str(body.get("value", ""))
            )
        except RefusedError as error:
            return {"error": str(error)}

    async def _submit(self, person: ActingPerson, body: Payload) -> Payload:
        view = person.open_view(body["view_id"])
        outcome = await self._parts.forms.submit(view, body.get("values") or {})
        return outcome.as_payload()

    async def _close(self, person: ActingPerson, body: Payload) -> Payload:
        self._parts.forms.close(person.open_view(body["view_id"]), all_=bool(body.get("all")))
        return {"ok": True}

    async def _shortcut(self, person: ActingPerson, body: Payload) -> Payload:
        message = None
        if body.get("message"):
            message = person.place({"type": "message", **body["message"]}).message
        channel = self._parts.state.channels.get(str(body.get("channel")))
        await self._parts.interactions.shortcut(
            person.acting(), body["callback_id"], message=message, channel=channel
        )
        return {"ok": True}

    async def _workflow(self, person: ActingPerson, body: Payload) -> Payload:
        """Run a workflow with one step, or say how one that was begun goes on."""
        if "id" in body:
            begun = self._parts.functions.find(str(body["id"]))
            if begun is None or begun.user != person.id:
                raise RefusedError("There is no such workflow run.")
        else:
            begun = person.run_step(str(body["callback_id"]), body.get("inputs") or {})
        return {"ok": True, "run": begun.as_payload()}

    async def _home(self, person: ActingPerson, body: Payload) -> Payload:
        return {"view": person.visit_app(str(body.get("tab", "home")))}

    async def _open_dm(self, person: ActingPerson, body: Payload) -> Payload:
        return {"ok": True, "channel": person.open_dm(body["user"])}

    async def _react(self, person: ActingPerson, body: Payload) -> Payload:
        posted = person.place({"type": "message", **body}).message
        if posted is not None:
            self._parts.messages.react(posted, body["name"], person.acting(), add=bool(body.get("add", True)))
        return {"ok": True}

    async def _upload(self, request: web.Request) -> web.Response:
        person = self._person(request.query.get("as", ""))
        file = person.upload_file(request.query.get("name") or "file", await request.read())
        return web.json_response({"file": file})

    async def _clock(self, request: web.Request) -> web.Response:
        body: dict[str, Any] = await request.json()
        clock, note = self._parts.clock, None
        if body.get("reset"):
            clock.reset()
        elif body.get("to_next"):
            if clock.to_next_deadline() is None:
                note = "No message of the app names a time ahead."
        elif "to" in body:
            clock.to(datetime.fromisoformat(str(body["to"]).replace("Z", "+00:00")))
        else:
            clock.shift(float(body["shift_s"]))
        if note is None and clock.offset_s and not clock.is_followed:
            note = _MOVED_ALONE
        answer: Payload = {"now": clock.now().isoformat(), "offset_s": clock.offset_s}
        if note:
            answer["note"] = note
        return web.json_response(answer)

    async def _admin(self, person: ActingPerson, body: Payload) -> Payload:
        person.administer(**{key: value for key, value in body.items() if key != "as"})
        return {"ok": True}


async def _send_all(socket: web.WebSocketResponse, line: asyncio.Queue[Payload | None]) -> None:
    while (event := await line.get()) is not None:
        if socket.closed:
            return
        await socket.send_json(event)
    await socket.close()
