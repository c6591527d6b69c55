"""The two kinds of view as data: what a modal and a home tab may hold."""

from __future__ import annotations

from .grammar import FLAG, Kind, Shape, Surface, plain, words

MOST_BLOCKS = {Surface.MESSAGE: 50, Surface.MODAL: 100, Surface.HOME: 100}
MOST_BYTES = 250_000
MOST_MARKDOWN = 12_000

_EVERY_VIEW: dict[str, Kind] = {
    "private_metadata": words(3000),
    "callback_id": words(255),
    "external_id": words(255),
}

VIEWS = {
    Surface.MODAL: Shape(
        name="modal",
        type="modal",
        required={"title": plain(24)},
        optional={
            "submit": plain(24),
            "close": plain(24),
            "clear_on_close": FLAG,
            "notify_on_close": FLAG,
            **_EVERY_VIEW,
        },
    ),
    Surface.HOME: Shape(name="home", type="home", optional=_EVERY_VIEW),
}
