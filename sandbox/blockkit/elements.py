"""Block elements as data: what each may hold; which block takes which is said in `layout`."""

from __future__ import annotations

from collections.abc import Mapping

from .agreements import among_options, just_one, rising, whole_unless
from .composition import COLOURS
from .forms import ADDRESS, DATE, NUMERAL, TIME, WEB_ADDRESS, ZONE
from .grammar import (
    ACTION_ID,
    EVERYWHERE,
    FLAG,
    Agreement,
    Kind,
    Number,
    Shape,
    Surface,
    one_of,
    plain,
    several,
    words,
)

_CONFIRM = one_of("confirm")
_ID = words(least=1)
_FOUND = Number(least=0)
_SEVERAL_AT_MOST = Number(least=1)


def _element(
    kind: str,
    required: Mapping[str, Kind],
    optional: Mapping[str, Kind],
    *agreements: Agreement,
    surfaces: frozenset[Surface] = EVERYWHERE,
) -> Shape:
    return Shape(
        name=kind,
        type=kind,
        required=required,
        optional={"action_id": ACTION_ID, **optional},
        agreements=agreements,
        surfaces=surfaces,
    )


_FOCUSED: dict[str, Kind] = {"focus_on_load": FLAG}
_PICKED: dict[str, Kind] = {"confirm": _CONFIRM, **_FOCUSED}
_CHOSEN: dict[str, Kind] = {"placeholder": plain(150), **_PICKED}
_TYPED: dict[str, Kind] = {
    "placeholder": plain(150),
    "dispatch_action_config": one_of("dispatch_action_config"),
    **_FOCUSED,
}
_PRESSED: dict[str, Kind] = {"style": COLOURS, "confirm": _CONFIRM, "accessibility_label": words(75)}


_MODALS = frozenset({Surface.MODAL})


def _menu(kind: str, optional: Mapping[str, Kind], *agreements: Agreement) -> Shape:
    return _element(kind, {}, {**_CHOSEN, **optional}, *agreements)


_OPTIONS: dict[str, Kind] = {
    "options": several(one_of("option"), 1, 100),
    "option_groups": several(one_of("option_group"), 1, 100),
}
_FEEDBACK = Shape(
    name="feedback_button",
    required={"text": plain(75), "value": words(2000)},
    optional={"accessibility_label": words(75)},
)
_TICKS = several(one_of("option_of_any_text"), 1, 10)

MENUS = (
    _menu(
        "static_select",
        {"initial_option": one_of("option"), **_OPTIONS},
        just_one("options", "option_groups"),
        among_options("initial_option"),
    ),
    _menu("external_select", {"initial_option": one_of("option"), "min_query_length": _FOUND}),
    _menu("users_select", {"initial_user": _ID}),
    _menu("channels_select", {"initial_channel": _ID, "response_url_enabled": FLAG}),
    _menu(
        "conversations_select",
        {
            "initial_conversation": _ID,
            "default_to_current_conversation": FLAG,
            "response_url_enabled": FLAG,
            "filter": one_of("conversation_filter"),
        },
    ),
    _menu(
        "multi_static_select",
        {"initial_options": several(one_of("option"), 1), "max_selected_items": _SEVERAL_AT_MOST, **_OPTIONS},
        just_one("options", "option_groups"),
        among_options("initial_options"),
    ),
    _menu(
        "multi_external_select",
        {
            "initial_options": several(one_of("option"), 1),
            "min_query_length": _FOUND,
            "max_selected_items": _SEVERAL_AT_MOST,
        },
    ),
    _menu("multi_users_select", {"initial_users": several(_ID), "max_selected_items": _SEVERAL_AT_MOST}),
    _menu(
        "multi_channels_select", {"initial_channels": several(_ID), "max_selected_items": _SEVERAL_AT_MOST}
    ),
    _menu(
        "multi_conversations_select",
        {
            "initial_conversations": several(_ID),
            "default_to_current_conversation": FLAG,
            "max_selected_items": _SEVERAL_AT_MOST,
            "filter": one_of("conversation_filter"),
        },
    ),
)

ELEMENTS = (
    *MENUS,
    _element("button", {"text": plain(75)}, {"url": ADDRESS, "value": words(2000), **_PRESSED}),
    _element(
        "workflow_button",
        {"text": plain(75), "workflow": one_of("workflow")},
        _PRESSED,
        surfaces=frozenset({Surface.MESSAGE}),
    ),
    _element(
        "checkboxes",
        {"options": _TICKS},
        {"initial_options": _TICKS, **_PICKED},
        among_options("initial_options"),
    ),
    _element(
        "radio_buttons",
        {"options": _TICKS},
        {"initial_option": one_of("option_of_any_text"), **_PICKED},
        among_options("initial_option"),
    ),
    _element("overflow", {"options": several(one_of("option_with_url"), 1, 5)}, {"confirm": _CONFIRM}),
    _element("datepicker", {}, {"initial_date": DATE, **_CHOSEN}),
    _element("timepicker", {}, {"initial_time": TIME, "timezone": ZONE, **_CHOSEN}),
    _element(
        "datetimepicker",
        {},
        {"initial_date_time": Number(least=1_000_000_000, most=9_999_999_999), **_PICKED},
        surfaces=EVERYWHERE - {Surface.HOME},
    ),
    _element(
        "plain_text_input",
        {},
        {
            "initial_value": words(3000),
            "multiline": FLAG,
            "min_length": Number(least=0, most=3000),
            "max_length": Number(least=1, most=3000),
            **_TYPED,
        },
        rising("min_length", "max_length"),
    ),
    _element(
        "number_input",
        {"is_decimal_allowed": FLAG},
        {"initial_value": NUMERAL, "min_value": NUMERAL, "max_value": NUMERAL, **_TYPED},
        whole_unless("is_decimal_allowed", "initial_value", "min_value", "max_value"),
        rising("min_value", "max_value"),
        rising("min_value", "initial_value"),
        rising("initial_value", "max_value"),
        surfaces=_MODALS,
    ),
    _element("email_text_input", {}, {"initial_value": words(3000), **_TYPED}, surfaces=_MODALS),
    _element("url_text_input", {}, {"initial_value": words(3000), **_TYPED}, surfaces=_MODALS),
    _element(
        "rich_text_input",
        {},
        {
            "initial_value": one_of("rich_text"),
            "min_lines": Number(least=1),
            "max_lines": Number(least=1),
            **_TYPED,
        },
        rising("min_lines", "max_lines"),
        surfaces=EVERYWHERE - {Surface.MESSAGE},
    ),
    _element(
        "file_input",
        {},
        {"filetypes": several(words(least=1), 1), "max_files": Number(least=1, most=10)},
        surfaces=_MODALS,
    ),
    _FEEDBACK,
    _element(
        "feedback_buttons",
        {"positive_button": one_of("feedback_button"), "negative_button": one_of("feedback_button")},
        {},
    ),
    _element(
        "icon_button",
        {"icon": words(least=1), "text": plain(75)},
        {
            "value": words(2000),
            "confirm": _CONFIRM,
            "accessibility_label": words(75),
            "visible_to_user_ids": several(_ID, 0, 10),
        },
    ),
    Shape(
        name="image_element",
        type="image",
        required={"alt_text": words(2000)},
        optional={"image_url": WEB_ADDRESS, "slack_file": one_of("slack_file")},
        agreements=(just_one("image_url", "slack_file"),),
    ),
    Shape(
        name="slack_file",
        optional={"id": words(least=1), "url": ADDRESS},
        agreements=(just_one("id", "url"),),
    ),
    Shape(name="url_source", type="url", required={"text": words(least=1), "url": ADDRESS}),
    Shape(name="raw_text", type="raw_text", required={"text": words(least=1)}),
    Shape(
        name="raw_number", type="raw_number", required={"text": words(least=1), "value": Number(whole=False)}
    ),
)
