"""CSV that a spreadsheet opens as text: nothing that a person typed is ever run as a formula; it reads no CSV."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import TextIO

#: What a spreadsheet may take for the beginning of a formula, the full-width forms of East Asia among them.
_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")
#: Where a spreadsheet begins another cell if it takes semicolons or tabs for what stands between cells, as it does in
#: half of Europe; then it knows no quotes within a line either, so that a line end begins a row.
_BEGINS_WITHIN = re.compile('([;\t\r\n])(?=[\\s\u200b\ufeff"]*[=+@＝＋－＠-])')
#: The beginning of a CSV file that Excel reads as UTF-8.
BYTE_ORDER_MARK = "\ufeff"


def cell(value: object) -> str:
    """The value as a cell: nothing for None, numbers as they are, and a text that is no formula.

    A text that a spreadsheet could run gets an apostrophe before it, which spreadsheets take for "this is text"; so
    does what could be a formula within a text, where a spreadsheet of another country divides it into cells.
    """
    if value is None:
        return ""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return format(value, "f") if isinstance(value, Decimal) else str(value)
    text = _BEGINS_WITHIN.sub(r"\1'", str(value).replace("\x00", "\ufffd"))
    # Spreadsheets look past white space, and past a byte order mark, for the sign that begins a formula.
    bare = text.lstrip(" \u00a0\u3000\u200b" + BYTE_ORDER_MARK)
    return f"'{text}" if bare.startswith(_BEGINS_FORMULA) else text


def write_row(file: TextIO, cells: Iterable[object]) -> None:
    """One line of CSV, each cell safe; the file must leave line ends as they are (`newline=""`)."""
    csv.writer(file, lineterminator="\r\n").writerow([cell(one) for one in cells])
