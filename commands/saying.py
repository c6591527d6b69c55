"""What commands print: lines that fit the terminal, and commands as they can be typed there."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
import textwrap
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parents[1]
#: The longest line, in characters, however wide the terminal is.
WIDTH = 100


def say(text: str = "", *, behind: int = 0) -> None:
    """Print lines that fit the terminal, what goes on in a new line so far in; elsewhere as they are."""
    for line in text.split("\n"):
        for part in _fitting(line, behind):
            click.echo(part)


def _fitting(line: str, behind: int) -> list[str]:
    if not sys.stdout.isatty():
        return [line]
    width = min(shutil.get_terminal_size().columns, WIDTH)
    return textwrap.wrap(
        line,
        width,
        subsequent_indent=" " * behind,
        break_long_words=False,
        break_on_hyphens=False,
        drop_whitespace=True,
    ) or [""]


def command(words: str) -> str:
    """A command of this program as it can be typed here: with the interpreter that has what it needs."""
    is_on_path = shutil.which("python") == sys.executable
    python = "python" if is_on_path else _from_here(Path(sys.executable))
    return f"{shlex.quote(python)} {shlex.quote(_from_here(ROOT / 'app.py'))} {words}"


def _from_here(path: Path) -> str:
    here = os.getcwd()
    return os.path.relpath(path, here) if path.is_relative_to(here) else str(path)
