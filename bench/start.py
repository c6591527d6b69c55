"""How long the demo takes from the command to its address, at its first start and at those after it."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.figures import machine, spread

ROOT = Path(__file__).parent.parent
#: How many starts are measured after the first.
STARTS = 9


def main() -> None:
    """Start, wait for the address, end; again and again on the same state."""
    with TemporaryDirectory() as folder:
        state = Path(folder) / "demo.sqlite3"
        first = seconds_to_address(state)
        later = [seconds_to_address(state) for _ in range(STARTS)]
    print(f"demo to its address\n  first start   {first:.2f} s\n  later starts  {spread(later, 's')}")


def seconds_to_address(state: Path) -> float:
    """Seconds until the demo says where it is."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "app.py"), "demo", "--port", "0", "--no-open", "--state", str(state)],
        cwd=state.parent,
        stdout=subprocess.PIPE,
        text=True,
        env={"PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    said = process.stdout.readline()
    took = time.perf_counter() - began
    assert "http://127.0.0.1:" in said, said
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=20)
    return took


if __name__ == "__main__":
    print(machine())
    main()
