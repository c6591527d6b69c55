"""What is said where the packages that the program needs are not there; it needs none itself."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def not_installed(error: ModuleNotFoundError) -> SystemExit:
    """The end of a program that was started outside its environment, in a sentence; raises an error of its own code."""
    name = (error.name or "").partition(".")[0]
    if not name or (ROOT / name).exists() or (ROOT / f"{name}.py").exists():
        raise error
    return SystemExit(
        f"{sys.executable} lacks the packages that Exception Desk needs ({name} is missing). Run `make setup` in "
        f"{ROOT} once; then write .venv/bin/python in place of python."
    )
