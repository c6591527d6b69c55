"""The simulation of 1,000 requests, against performing the same acts at the desk the first time."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.figures import compare, machine
from bot import policy_record
from bot.simulating import simulated
from models.acts import MarkExecuted
from models.policy_history import Recorded
from models.policy_versions import version_of
from models.request import Stage
from tests.bot.office import TEAM, Office, open_office
from tests.builders import MORNING, euros, policy

REQUESTS, BLOCKS = 1_000, 5


async def main() -> None:
    """Perform a block at the desk, then simulate all that there is; per request, in turns."""
    own = policy()
    tiers = [tier.model_dump() for tier in own.tiers]
    tiers[1]["below"] = tiers[2]["at_least"] = "40"
    draft = policy(tiers=tiers)
    with TemporaryDirectory() as folder:
        async with open_office(Path(folder) / "desk.sqlite3", own) as office:
            office.policies.learn(version_of(own), own)
            office.policies.put_in_force(version_of(own))
            await office.writer.run(
                lambda c: policy_record.put_in_force(c, TEAM, own, Recorded.FIRST, MORNING)
            )
            first: list[float] = []
            again: list[float] = []
            for block in range(1, BLOCKS + 1):
                each = REQUESTS // BLOCKS
                began = time.perf_counter()
                for place in range(each):
                    await live(office, place)
                first.append((time.perf_counter() - began) / each * 1e3)
                began = time.perf_counter()
                with office.engine.connect().execution_options(reads_only=True) as connection:
                    found = simulated(
                        connection, TEAM, draft, "draft", office.clock.now() + timedelta(days=30)
                    )
                took = time.perf_counter() - began
                assert len(found.compared) == each * block
                assert found.changed
                again.append(took / (each * block) * 1e3)
            print(f"simulation of {REQUESTS:,} requests: {took:.2f} s")
    compare("a request simulated, against performed at the desk", again, first, "ms")


async def live(office: Office, place: int) -> None:
    """A request from its filing to its closing: six acts, the reading and the closing among them."""
    office.hands.move(hours=1)
    requested = Decimal(31 + place % 30)
    number = (await office.file(requested=requested, value=euros(1))).number
    await office.approve(number, "UVAL1")
    await office.approve(number, "UEXE1", Stage.AUTHORIZATION)
    await office.perform(MarkExecuted(number=number, done="Done."), "UOPS1")
    await office.tick()


if __name__ == "__main__":
    print(machine())
    asyncio.run(main())
