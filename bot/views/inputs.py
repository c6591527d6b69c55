"""The inputs that every form is put together from; they know Slack's limits and nothing of a request.

An input's block is named after the field that it holds, so that an error finds its way back beside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from bot.views.text import Block, cut, mrkdwn, plain_text
from models.lifecycle.limits import MAX_TEXT
from models.refusals import Field

#: The longest text and value of an option, and the most options of a select.
OPTION_TEXT_LIMIT = 75
OPTION_VALUE_LIMIT = 150
OPTIONS_LIMIT = 100
#: The most files that one input takes.
FILES_LIMIT = 10
TITLE_LIMIT = 24
#: The longest text that says what a number is; a number with more digits is a slip of the finger.
NUMBER_LIMIT = 60

Element = dict[str, Any]


def modal(
    callback_id: str, title: str, blocks: list[Block], *, submit: str | None = None, metadata: str = ""
) -> dict[str, Any]:
    """A modal; without `submit` it only shows something."""
    view: dict[str, Any] = {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain_text(cut(title, TITLE_LIMIT)),
        "close": plain_text("Cancel" if submit else "Close"),
        "blocks": blocks,
        "private_metadata": metadata,
    }
    if submit is not None:
        view["submit"] = plain_text(submit)
    return view


def entry(
    field: Field | str,
    label: str,
    element: Element,
    *,
    hint: str = "",
    is_optional: bool = False,
    is_watched: bool = False,
) -> Block:
    """An input with its label; a watched one tells the bot of each change, before the form is sent."""
    block: Block = {
        "type": "input",
        "block_id": str(field),
        "label": plain_text(label),
        "element": {"action_id": str(field), **element},
        "optional": is_optional,
    }
    if hint:
        block["hint"] = plain_text(cut(hint, 2000))
    if is_watched:
        block["dispatch_action"] = True
    return block


def text(*, is_long: bool = False, placeholder: str = "", initial: str = "") -> Element:
    """A text of a line, or of up to 3,000 characters."""
    element: Element = {"type": "plain_text_input", "multiline": is_long, "max_length": MAX_TEXT}
    return _started(element, placeholder, "initial_value", initial or None)


def number(*, placeholder: str = "", initial: str = "", is_watched: bool = False) -> Element:
    """A number as people write it: Slack's own number input takes no `1,250.50`."""
    element: Element = {"type": "plain_text_input", "max_length": NUMBER_LIMIT}
    if is_watched:
        # Return would send the form, so that what is typed is reckoned with as it is typed.
        element["dispatch_action_config"] = {"trigger_actions_on": ["on_character_entered"]}
    return _started(element, placeholder, "initial_value", initial or None)


def option(label: str, value: str, description: str = "") -> Element:
    """Something to choose, with what follows from it in small print; a long text is cut."""
    made: Element = {"text": plain_text(cut(label, OPTION_TEXT_LIMIT)), "value": value}
    if description:
        made["description"] = plain_text(cut(description, OPTION_TEXT_LIMIT))
    return made


def select(options: Iterable[Element], *, placeholder: str, initial: Element | None = None) -> Element:
    """A choice among at most 100 options."""
    element: Element = {"type": "static_select", "options": list(options)}
    return _started(element, placeholder, "initial_option", initial)


def radio(options: Iterable[Element], *, initial: Element | None = None) -> Element:
    """A choice among a few options that are all seen at once."""
    return _started({"type": "radio_buttons", "options": list(options)}, "", "initial_option", initial)


def checkboxes(options: Iterable[Element]) -> Element:
    """Boxes to tick, none of them ticked yet."""
    return {"type": "checkboxes", "options": list(options)}


def searched(*, placeholder: str, from_characters: int = 1, initial: Element | None = None) -> Element:
    """A choice that is searched by typing."""
    element: Element = {"type": "external_select", "min_query_length": from_characters}
    return _started(element, placeholder, "initial_option", initial)


def colleague(placeholder: str, initial: str | None = None) -> Element:
    """A person of the workspace."""
    return _started({"type": "users_select"}, placeholder, "initial_user", initial)


def colleagues(placeholder: str, initial: Iterable[str] = ()) -> Element:
    """People of the workspace."""
    return _started({"type": "multi_users_select"}, placeholder, "initial_users", list(initial) or None)


def day(placeholder: str, initial: date | None = None) -> Element:
    """A day."""
    chosen = initial.isoformat() if initial is not None else None
    return _started({"type": "datepicker"}, placeholder, "initial_date", chosen)


def files() -> Element:
    """Up to ten files."""
    return {"type": "file_input", "max_files": FILES_LIMIT}


def evidence() -> Block:
    """The files that bear out what is said."""
    return entry(
        Field.EVIDENCE,
        "Evidence",
        files(),
        is_optional=True,
        hint="Those who decide can open them.",
    )


def notice(sentence: str, *, title: str = "Exception Desk") -> dict[str, Any]:
    """A small window that says one thing (mrkdwn), where there is no channel to say it in."""
    return modal("notice", title, [{"type": "section", "text": mrkdwn(cut(sentence, MAX_TEXT))}])


def _started(element: Element, placeholder: str, field: str = "", initial: object = None) -> Element:
    if placeholder:
        element["placeholder"] = plain_text(cut(placeholder, 150))
    if initial is not None:
        element[field] = initial
    return element
