"""Calls that block have threads of their own: at most so many, and none that anybody waits for at the end."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading

import pytest

from bot.sources.worker_thread import MOST, ThreadsBusyError, on_thread
from tests.policy.written import SHIPPED
from tests.sources.answering import within


async def test_what_a_call_returns_or_raises_is_handed_over() -> None:
    assert await within(10, on_thread(lambda: threading.current_thread().daemon)) is True
    with pytest.raises(ZeroDivisionError):
        await within(10, on_thread(lambda: 1 // 0))


async def test_calls_that_hang_take_no_more_than_their_places() -> None:
    goes_on = threading.Event()
    calls = [asyncio.create_task(on_thread(lambda: goes_on.wait(30))) for _ in range(MOST)]
    await asyncio.gather(*(asyncio.wait({call}, timeout=0) for call in calls))
    with pytest.raises(ThreadsBusyError):
        await within(10, on_thread(lambda: None))
    for call in calls[1:]:
        call.cancel()
    goes_on.set()
    assert await within(10, calls[0]) is True
    for thread in threading.enumerate():
        if thread.name == "source":
            thread.join(10)
    await within(10, on_thread(lambda: None))


def test_a_call_that_hangs_does_not_hold_up_the_end() -> None:
    program = (
        "import asyncio, threading\n"
        "from bot.sources.worker_thread import on_thread\n"
        "async def main():\n"
        "    try:\n"
        "        await asyncio.wait_for(on_thread(threading.Event().wait), 0.05)\n"
        "    except TimeoutError:\n"
        "        print('given up')\n"
        "asyncio.run(main())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=SHIPPED.parent,
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    assert done.stdout == "given up\n"


def test_a_policy_of_files_starts_without_what_other_kinds_need() -> None:
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "import bot.services\n"
        "from bot.policy_file import load\n"
        "from bot.sources.gathering import open_sources\n"
        "open_sources(load(Path('policy.toml')).policy, Path())\n"
        "print({'jmespath', 'requests', 'simple_salesforce'} & set(sys.modules))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=SHIPPED.parent,
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    assert done.stdout == "set()\n"
