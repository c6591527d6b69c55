"""What keeping the key figures costs the desk: a filing and a final approval, with the figures kept and without."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.figures import compare, machine
from bot import keeping
from models.request import Stage
from tests.bot.office import Office, open_office
from tests.builders import policy

#: How many pairs of blocks are measured, and how many requests are in a block.
PAIRS, BLOCK = 8, 48
#: The module's own names, so that one can be exchanged.
_NAMES = vars(keeping)
_KEPT = _NAMES["movement"]


async def main() -> None:
    """Processor microseconds for each act, block by block in turns; the wall's clock would measure the disk."""
    taken: dict[tuple[str, bool], list[float]] = {
        (act, kept): [] for act in ("filing", "final approval") for kept in (True, False)
    }
    # With a review of the policy for like cases, its growing would be measured too.
    own = policy(recurrence={"count": 1000})
    with TemporaryDirectory() as folder:
        async with open_office(Path(folder) / "desk.sqlite3", own) as office:
            for pair in range(PAIRS + 1):
                for kept in (True, False) if pair % 2 else (False, True):
                    _NAMES["movement"] = _KEPT if kept else lambda before, after, zone: ()
                    for act, took in (await _block(office)).items():
                        if pair:
                            taken[act, kept].append(took)
    _NAMES["movement"] = _KEPT
    for act in ("filing", "final approval"):
        compare(f"{act} with the figures kept, and without", taken[act, True], taken[act, False], "µs")


async def _block(office: Office) -> dict[str, float]:
    numbers: list[int] = []

    async def file() -> None:
        numbers.append((await office.file(gathered=False)).number)

    async def approve() -> None:
        performed = await office.approve(numbers.pop(), "UEXE1", Stage.AUTHORIZATION)
        assert performed.refusal is None, performed.refusal

    filing = await _timed(file)
    await office.tick()
    for number in numbers:
        assert (await office.approve(number, "UVAL1")).refusal is None
    return {"filing": filing, "final approval": await _timed(approve)}


async def _timed(act: Callable[[], Awaitable[None]]) -> float:
    began = time.process_time()
    for _ in range(BLOCK):
        await act()
    return (time.process_time() - began) / BLOCK * 1e6


if __name__ == "__main__":
    print(machine())
    asyncio.run(main())
