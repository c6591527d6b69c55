"""Each view as data: compared with its golden file, and judged by the local Slack and by an independent judge.

Refresh the golden files with `REFRESH_GOLDEN=1 python -m pytest tests/views/test_goldens.py`, and read the diff.
"""

from __future__ import annotations

import importlib.util
import json
import os
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from sandbox.blockkit import check_message_blocks, check_view
from tests.views.all_samples import ALL as SAMPLES
from tests.world import ORACLE

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("name", SAMPLES)
def test_view_looks_as_in_its_golden_file(name: str) -> None:
    path = GOLDEN / f"{name}.json"
    made = json.dumps(SAMPLES[name](), indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    if os.environ.get("REFRESH_GOLDEN"):
        path.write_text(made, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == made


def test_no_golden_file_is_left_over() -> None:
    assert {path.stem for path in GOLDEN.glob("*.json")} == set(SAMPLES)


@pytest.mark.parametrize("name", SAMPLES)
def test_local_slack_takes_every_view(name: str) -> None:
    made = SAMPLES[name]()
    problems = (
        check_view(made) if made.get("type") in ("modal", "home") else check_message_blocks(made["blocks"])
    )
    assert problems == []


@pytest.fixture(scope="module")
def judge() -> Callable[[str, dict[str, Any]], list[str]]:
    """The independent judge of Web API calls, where it is there."""
    path = ORACLE / "judge.py"
    if not path.exists():
        pytest.skip("the independent judge is not there")
    spec = importlib.util.spec_from_file_location("judge", path)
    assert spec is not None
    assert spec.loader is not None
    module: ModuleType = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: Callable[[str, dict[str, Any]], list[str]] = module.judge
    return found


@pytest.mark.parametrize("name", SAMPLES)
def test_independent_judge_has_no_complaint(
    name: str, judge: Callable[[str, dict[str, Any]], list[str]]
) -> None:
    made = SAMPLES[name]()
    if made.get("type") == "modal":
        call, arguments = "views.open", {"trigger_id": "1.2.3", "view": made}
    elif made.get("type") == "home":
        call, arguments = "views.publish", {"user_id": "UREQ", "view": made}
    else:
        call, arguments = "chat.postMessage", {"channel": "CEXECUTIVE", **made}
    assert judge(call, arguments) == []
