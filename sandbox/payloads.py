"""Builds the parts that all payloads to the app share; it must not send them."""

from __future__ import annotations

from sandbox.payload import Payload
from sandbox.reading import kind_of
from sandbox.state import State
from sandbox.workspace import Channel

#: Slack still sends this old proof of origin; the signature replaced it.
VERIFICATION_TOKEN = "sample-verification-token"


def channel_name(channel: Channel) -> str:
    """A conversation's name as payloads give it."""
    return {"im": "directmessage", "group": "privategroup"}.get(kind_of(channel), channel.name)


def interaction(state: State, kind: str, user: str, trigger_id: str | None) -> Payload:
    """The head of an interaction's payload."""
    person = state.people[user]
    payload: Payload = {
        "type": kind,
        "user": {"id": user, "username": person.name, "name": person.name, "team_id": person.team_id},
        "api_app_id": state.app.id,
        "token": VERIFICATION_TOKEN,
        "team": {"id": state.team.id, "domain": state.team.domain},
        "enterprise": None,
        "is_enterprise_install": False,
    }
    if trigger_id is not None:
        payload["trigger_id"] = trigger_id
    return payload


def command(
    state: State, *, user: str, channel: Channel, name: str, text: str, trigger_id: str, response_url: str
) -> Payload:
    """A slash command's payload."""
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": state.team.id,
        "team_domain": state.team.domain,
        "channel_id": channel.id,
        "channel_name": channel_name(channel),
        "user_id": user,
        "user_name": state.people[user].name,
        "command": name,
        "text": text,
        "api_app_id": state.app.id,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger_id,
    }
