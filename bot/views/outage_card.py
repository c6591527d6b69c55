"""What the cards show of a source that cannot be read: what stands in for it, and the buttons of those who act."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.views import actions, blocks, outages, words
from bot.views.scene import Rendering
from bot.views.summary import excerpt, files
from bot.views.text import Block, escape
from models.evidence import Evidence
from models.holds import Hold, HoldKind
from models.outages import documents, extension_length, has_come, holds_of_outages, read
from models.policy import Policy
from models.request import ExceptionRequest


def body(scene: Rendering, hold: Hold) -> list[Block]:
    """The hold card's own part: the documentation with its files, and how much time there is."""
    shown: list[Block] = []
    for given in documents(scene.request, hold)[-1:]:
        shown.append(blocks.rich(excerpt("What it stands for", given.words)))
        shown += files(given.evidence)
    if hold.is_open:
        shown.append(blocks.small(outages.more_time(hold, scene.request, scene.policy, scene.names)))
    return shown


def buttons(scene: Rendering, hold: Hold) -> list[dict[str, Any]]:
    """What its owners and the supervisor may press while the hold is open."""
    value = actions.carried(scene.request.number, hold.key)
    style = "primary" if has_come(scene.request, hold) else None
    pressed = [actions.button("Close hold", actions.CLOSE_HOLD, value, style=style)]
    if scene.request.stage is not None:
        label = f"Extend by {outages.hours(extension_length(scene.policy))}"
        pressed.append(actions.button(label, actions.EXTEND_DEADLINE, value))
    return pressed


def asked_of_requester(request: ExceptionRequest, policy: Policy) -> list[Block]:
    """What the requester is asked for, a paragraph with its button for each source that cannot be read."""
    return [_ask(request, hold, policy) for hold in holds_of_outages(request)]


def _ask(request: ExceptionRequest, hold: Hold, policy: Policy) -> Block:
    source = escape(words.source(hold.subject, policy))
    style = None
    if read(request, hold.subject) is not None:
        return blocks.section(f"*{source}* could be read again, so nothing more is needed from you.")
    if documents(request, hold):
        said = f"You gave documentation in place of *{source}*. You can add to it."
    else:
        said = (
            f"Please give what stands in for *{source}*: a contract, a statement or a screenshot, "
            "and what it stands for."
        )
        style = "primary"
    value = actions.carried(request.number, hold.key)
    return blocks.section(said, actions.button("Give documentation", actions.DOCUMENT, value, style=style))


def in_place(request: ExceptionRequest, policy: Policy) -> list[Block]:
    """What approvers see in place of a source that was not read: the documents, or why it goes on without."""
    shown: list[Block] = []
    for label, text, evidence in (*documentation(request, policy), *_reasons(request, policy)):
        shown += [blocks.rich(excerpt(label, text)), *files(evidence)]
    return shown


def documentation(
    request: ExceptionRequest, policy: Policy
) -> Iterator[tuple[str, str, tuple[Evidence, ...]]]:
    """Every document that stands in for a source: a label, the text as it was typed, and its files."""
    for given in request.documentation:
        yield f"In place of {words.source(given.source, policy)}", given.words, given.evidence


def _reasons(request: ExceptionRequest, policy: Policy) -> Iterator[tuple[str, str, tuple[Evidence, ...]]]:
    for hold in request.holds:
        if hold.kind is HoldKind.DATA_UNAVAILABLE and hold.closed is not None and hold.closed.words:
            source, has_some = words.source(hold.subject, policy), has_come(request, hold)
            label = f"What operations said of {source}" if has_some else f"Why it goes on without {source}"
            yield label, hold.closed.words, hold.closed.evidence
