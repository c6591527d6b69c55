"""`app.py demo` as a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.world import ROOT

#: Seconds that the demo may take to end.
BOUND = 20


@contextmanager
def demo(folder: Path, *arguments: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The demo's URL and its process, which gets Ctrl-C at the end and must then end well."""
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "app.py"), "demo", "--port", "0", "--no-open", *arguments],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        said = process.stdout.readline()
        assert "http://127.0.0.1:" in said, f"{said}{process.stderr.read() if process.stderr else ''}"
        yield next(word for word in said.split() if word.startswith("http://")), process
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=BOUND)
        assert process.returncode == 0, err
        assert "Traceback" not in err, err
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()
