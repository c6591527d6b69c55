"""The shipped policy with changes, in a folder of its own."""

from __future__ import annotations

from pathlib import Path

from tests.policy.written import changed
from tests.world import ROOT


def changed_policy(folder: Path, *changes: tuple[str, str]) -> Path:
    """A policy file in the folder, with the first place of each text replaced; its sources stay where they are."""
    text = changed(*changes).replace('path = "sample/', f'path = "{ROOT}/sample/')
    file = folder / "policy.toml"
    file.write_text(text, encoding="utf-8")
    return file
