"""Rich text as data: the block, its sections and their inline elements."""

from __future__ import annotations

from .grammar import BLOCK_ID, FLAG, Kind, Number, Shape, Words, one_of, several, words

_BORDER = Number(least=0, most=1)
_STYLE = one_of("rich_style")
_INLINE = ("text", "link", "user", "usergroup", "channel", "broadcast", "emoji", "date", "color", "team")


def _inline(kind: str, required: dict[str, Kind], **optional: Kind) -> Shape:
    return Shape(name=f"inline_{kind}", type=kind, required=required, optional={"style": _STYLE, **optional})


def _run(kind: str, inline: tuple[str, ...], **optional: Kind) -> Shape:
    elements = several(one_of(*(f"inline_{name}" for name in inline)))
    return Shape(name=kind, type=kind, required={"elements": elements}, optional=optional)


RICH_TEXT = (
    Shape(
        name="rich_text",
        type="rich_text",
        required={
            "elements": several(
                one_of("rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted")
            )
        },
        optional={"block_id": BLOCK_ID},
    ),
    _run("rich_text_section", _INLINE),
    _run("rich_text_quote", _INLINE, border=_BORDER),
    _run("rich_text_preformatted", ("text", "link"), border=_BORDER),
    Shape(
        name="rich_text_list",
        type="rich_text_list",
        required={
            "elements": several(one_of("rich_text_section")),
            "style": Words(among=("bullet", "ordered"), complaint="must be a valid enum value"),
        },
        optional={"indent": Number(least=0), "border": _BORDER},
    ),
    Shape(
        name="rich_style",
        optional={"bold": FLAG, "italic": FLAG, "strike": FLAG, "code": FLAG, "underline": FLAG},
    ),
    _inline("text", {"text": words()}),
    _inline("link", {"url": words(3000, 1)}, text=words(), unsafe=FLAG),
    _inline("user", {"user_id": words(least=1)}),
    _inline("usergroup", {"usergroup_id": words(least=1)}),
    _inline("channel", {"channel_id": words(least=1)}),
    _inline("team", {"team_id": words(least=1)}),
    _inline(
        "broadcast",
        {"range": Words(among=("here", "channel", "everyone"), complaint="must be a valid enum value")},
    ),
    _inline("emoji", {"name": words(least=1)}, unicode=words(), url=words()),
    _inline("date", {"timestamp": Number(), "format": words(least=1)}, fallback=words(), url=words()),
    _inline("color", {"value": words(least=1)}),
)
