"""Evidence: the files of an event, linked in the thread so that those who decide can open them.

A file that somebody adds in a form is theirs and the bot's alone. By what Slack's maintainers say, a conversation
sees it once somebody who may see it links it there in a message's text, so this message is text and has no blocks.
That was not tried against the real Slack; the README says so.
"""

from __future__ import annotations

from bot.views.scene import Rendering
from bot.views.text import Message, escape, person
from models.notices import evidence_of


def evidence(scene: Rendering) -> Message:
    """The links to the files of the scene's event."""
    if scene.event is None:
        raise ValueError("evidence belongs to an event")
    # To a tier that it comes to later, all files are linked that its requester gave.
    is_form = scene.detail.get("of") == "filing"
    files = scene.request.filing.evidence if is_form else evidence_of(scene.event)
    giver = scene.request.filed_by if is_form else scene.event.actor
    links = "  ·  ".join(f"<{escape(file.permalink)}|{escape(file.name or 'file')}>" for file in files)
    # Under the request's card it is plain what it is evidence for; where a hold's owners work it is not.
    what = f"Evidence for {scene.request.id}" if scene.hold is not None else "Evidence"
    return Message(text=f"{what} from {person(giver)}: {links}", blocks=[])
