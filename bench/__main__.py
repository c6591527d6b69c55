"""All benches, one after the other."""

from __future__ import annotations

import asyncio

from bench import approval, commit, counting, finding, memory, report, simulate, start, verify
from bench.figures import machine

if __name__ == "__main__":
    print(machine())
    asyncio.run(approval.main())
    asyncio.run(commit.main())
    asyncio.run(counting.main())
    asyncio.run(memory.main())
    asyncio.run(verify.main())
    asyncio.run(simulate.main())
    report.main()
    finding.main()
    start.main()
