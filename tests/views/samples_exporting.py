"""The views of exports in believable moments."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from bot.views.details import details
from bot.views.exporting import Asked, export_form, under_way
from bot.views.inputs import notice
from models.oversight.exporting import Format
from tests.views.walk import NAMES, Walk, sample_policy

NOVEMBER = Asked(first=date(2026, 11, 1), last=date(2026, 11, 30))


def form(asked: Asked) -> Callable[[], dict[str, Any]]:
    """The form as it opens, or as it is after its first choice was changed."""
    return lambda: export_form(asked, sample_policy())


def in_details() -> dict[str, Any]:
    """A request's details, for those who may take its packet out."""
    walk = Walk().gathered()
    return details(walk.now, walk.policy, walk.trail, NAMES, can_export=True)


SAMPLES: dict[str, Callable[[], dict[str, Any]]] = {
    "export_form_of_a_period": form(NOVEMBER),
    "export_form_of_a_request": form(Asked(is_of_request=True, request="EX-1042")),
    "export_form_changed": form(Asked(is_of_request=True, format=Format.JSON_LINES)),
    "export_packet_under_way": lambda: notice(under_way(1042), title="Decision packet"),
    "export_details": in_details,
}
