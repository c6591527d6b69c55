"""The api.test, auth.test and apps.connections.open methods."""

from __future__ import annotations

from sandbox.payload import Payload
from sandbox.web_api.call import ApiError, Call


async def api_test(call: Call) -> Payload:
    """api.test."""
    args = {key: value for key, value in call.args.items() if key != "token"}
    if call.optional("error") is not None:
        raise ApiError(call.text("error"), args=args)
    return {"args": args} if args else {}


async def auth_test(call: Call) -> Payload:
    """auth.test."""
    state = call.parts.state
    return {
        "url": call.parts.files.address + "/",
        "team": state.team.name,
        "user": state.people[call.me].name,
        "team_id": state.team.id,
        "user_id": call.me,
        "bot_id": state.app.bot_id,
        "is_enterprise_install": False,
    }


async def open_connection(call: Call) -> Payload:
    """apps.connections.open."""
    if call.parts.ticket is None:
        raise ApiError("forbidden_team")
    address = call.parts.files.address.replace("http://", "ws://", 1)
    return {"url": f"{address}/link/?ticket={call.parts.ticket()}&app_id={call.parts.state.app.id}"}
