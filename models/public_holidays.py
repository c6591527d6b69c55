"""Which days a country or a part of it has off, by the `holidays` package; it reads no clock and no network.

The package takes half a second to import, so it is imported only where a policy names a country.
"""

from __future__ import annotations

import warnings
from datetime import date
from functools import lru_cache
from typing import Annotated

from pydantic import Field

REGION_PATTERN = r"^[A-Z]{2}(-\S.{0,39})?$"


@lru_cache(maxsize=256)
def days_off(region: str, year: int) -> frozenset[date]:
    """The public holidays of a region ("DE", "DE-BE") in a year, moved days included.

    Raises NotImplementedError for a region that the package does not know.
    """
    import holidays

    country, _, part = region.partition("-")
    with warnings.catch_warnings():
        # A country whose movable days are known for some years only says so for each of the others.
        warnings.simplefilter("ignore", UserWarning)
        found = holidays.country_holidays(country, subdiv=part or None, years=year, expand=False)
    return frozenset(found)


def is_known(region: str) -> bool:
    """Whether the holidays of a region are known."""
    try:
        days_off(region, 2026)
    except NotImplementedError:
        return False
    return True


def parts_of(country: str) -> tuple[str, ...]:
    """The parts of a known country that have holidays of their own: "DE-BE", "DE-BY", …"""
    import holidays

    return tuple(f"{country}-{part}" for part in holidays.list_supported_countries()[country])


Region = Annotated[
    str,
    Field(
        pattern=REGION_PATTERN,
        description='ISO 3166 code of a country ("DE") or of a part of it ("DE-BE").',
        examples=["DE-BE"],
    ),
]
