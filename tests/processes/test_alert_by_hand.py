"""What the README says of alerts, pasted as it stands: a system's alert to the demo."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from sample.alerts import SECRET
from tests.story.demo_process import demo
from tests.world import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
PASTED = next(block for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL) if "webhook-id" in block)


def test_readme_shows_the_secret_of_the_demo() -> None:
    assert SECRET in PASTED


@pytest.mark.skipif(not shutil.which("curl") or not shutil.which("openssl"), reason="needs curl and openssl")
def test_alert_of_the_readme_is_taken_by_the_demo_as_pasted(tmp_path: Path) -> None:
    with demo(tmp_path, "--empty") as (_, process):
        assert process.stdout is not None
        said = process.stdout.readline()
        (url,) = re.findall(r"http://\S+/alerts", said)
        assert SECRET in said
        answers = [
            json.loads(paste(PASTED, url)),
            json.loads(paste(PASTED.replace('"impact": ', '"effect": '), url)),
        ]
    assert answers[0] == {"request": "EX-1001", "status": "filed", "missing": []}
    assert answers[1] == {
        "request": "EX-1002",
        "status": "returned",
        "missing": ["impact"],
        "ignored": ["data.effect"],
    }


def paste(text: str, url: str) -> str:
    """What a shell answers; the ids of the README's alerts are a second apart, as its reader's would be."""
    text = text.replace("id=msg_$(date +%s)", "id=msg_$(od -An -N8 -tx1 /dev/urandom | tr -d ' ')")
    environment = {"PATH": os.environ["PATH"], "ALERTS_URL": url}
    done = subprocess.run(
        ["sh", "-ec", text], env=environment, capture_output=True, text=True, timeout=30, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
