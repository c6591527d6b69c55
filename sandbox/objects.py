"""Writes people, channels and groups as the Web API's objects; it must not judge who may see them."""

from __future__ import annotations

from datetime import UTC, datetime

from sandbox.payload import Payload
from sandbox.state import State
from sandbox.workspace import Channel, Group, Person


def user_object(state: State, person: Person, *, with_email: bool = False) -> Payload:
    """Slack's user object."""
    first, _, last = person.real_name.partition(" ")
    profile: Payload = {
        "title": person.title,
        "phone": "",
        "skype": "",
        "real_name": person.real_name,
        "real_name_normalized": person.real_name,
        "display_name": person.name,
        "display_name_normalized": person.name,
        "fields": None,
        "status_text": person.status,
        "status_emoji": "",
        "status_expiration": 0,
        "avatar_hash": person.color.lstrip("#"),
        "first_name": first,
        "last_name": last,
        "team": person.team_id,
    }
    if person.is_bot:
        own = person.id == state.app.bot_user_id
        profile["api_app_id"] = state.app.id if own else ""
        profile["bot_id"] = state.app.bot_id if own else "B" + person.id[1:]
        profile["always_active"] = True
    elif with_email and person.email:
        profile["email"] = person.email
    if person.is_guest:
        profile["guest_invited_by"] = ""
    user: Payload = {
        "id": person.id,
        "team_id": person.team_id,
        "name": person.name,
        "deleted": person.deleted,
        "profile": profile,
        "is_bot": person.is_bot,
        "is_app_user": False,
        "updated": person.updated,
    }
    if person.deleted:
        # Slack tells little of people who left: neither their zone nor their roles.
        return user
    offset = datetime.now(UTC).astimezone(person.zone).utcoffset()
    user |= {
        "color": person.color.lstrip("#"),
        "real_name": person.real_name,
        "tz": person.tz,
        "tz_label": person.tz.rpartition("/")[2].replace("_", " "),
        "tz_offset": int(offset.total_seconds()) if offset is not None else 0,
        "is_admin": person.is_admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": person.is_restricted,
        "is_ultra_restricted": person.is_ultra_restricted,
        "is_email_confirmed": not person.is_bot,
        "who_can_share_contact_card": "EVERYONE",
    }
    if person.is_stranger:
        user["is_stranger"] = True
    return user


def channel_object(state: State, channel: Channel, me: str, *, with_count: bool = False) -> Payload:
    """Slack's conversation object as `me` sees it."""
    if channel.is_im:
        other = state.people[channel.other(me)]
        return {
            "id": channel.id,
            "created": channel.created,
            "is_im": True,
            "is_org_shared": False,
            "context_team_id": state.team.id,
            "updated": channel.created * 1000,
            "user": other.id,
            "is_user_deleted": other.deleted,
            "is_archived": False,
            "priority": 0,
        }
    topic = {"value": channel.topic, "creator": channel.creator, "last_set": channel.created}
    answer: Payload = {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": not channel.is_private,
        "is_group": False,
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.is_private,
        "created": channel.created,
        "is_archived": channel.is_archived,
        "is_general": channel.is_general,
        "unlinked": 0,
        "is_shared": channel.is_shared,
        "is_org_shared": False,
        "is_pending_ext_shared": False,
        "pending_shared": [],
        "context_team_id": state.team.id,
        "updated": channel.created * 1000,
        "parent_conversation": None,
        "creator": channel.creator,
        "is_ext_shared": channel.is_shared,
        "shared_team_ids": [state.team.id],
        "pending_connected_team_ids": [],
        "is_member": me in channel.members,
        "topic": topic if channel.topic else {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "previous_names": [],
    }
    if channel.is_shared:
        teams = {state.people[m].team_id for m in channel.members}
        answer["shared_team_ids"] = sorted({state.team.id, *teams})
    if with_count:
        answer["num_members"] = len(channel.members)
    return answer


def group_object(
    state: State, group: Group, *, with_users: bool = False, with_count: bool = False
) -> Payload:
    """Slack's user group object."""
    answer: Payload = {
        "id": group.id,
        "team_id": state.team.id,
        "is_usergroup": True,
        "is_subteam": True,
        "name": group.name,
        "description": "",
        "handle": group.handle,
        "is_external": False,
        "date_create": 1_700_000_000,
        "date_update": group.updated,
        "date_delete": group.updated if group.disabled else 0,
        "auto_type": None,
        "auto_provision": False,
        "enterprise_subteam_id": "",
        "created_by": "",
        "updated_by": "",
        "deleted_by": None,
        "prefs": {"channels": [], "groups": []},
    }
    if with_users:
        answer["users"] = list(group.members)
    if with_users or with_count:
        answer["user_count"] = len(group.members)
    return answer
