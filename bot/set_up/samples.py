"""The sample company's own settings in the policy as shipped, told from a workspace's; it changes none of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.set_up.places import Written

#: Where the sample company's people would read about the process.
LINK = "https://wiki.harbor.example/operations/exception-handling"
TIME_ZONE = "Europe/Berlin"
CURRENCY = "EUR"
#: When the sample company reviewed its policy.
REVIEWED_ON = date(2026, 10, 5)
#: The days on which the sample company is closed.
HOLIDAYS = (
    *(date(2026, 12, day) for day in (24, 25, 31)),
    *(
        date(2027, month, day)
        for month, day in ((1, 1), (3, 26), (3, 29), (5, 6), (5, 17), (12, 24), (12, 31))
    ),
)


def is_as_shipped(written: Written) -> bool:
    """Whether nobody has set this policy up yet: a set-up puts an address of its own, or none, in the sample's place.

    The file itself cannot tell, for the policy that is shipped is the one that is made a workspace's own.
    """
    return written.get("process_link") == LINK and written["calendar"].get("time_zone") == TIME_ZONE


def without_review(written: Written) -> dict[str, Any]:
    """The policy without the sample company's review of it: whoever puts it on record first has looked at it then."""
    made = dict(written)
    care = dict(made.get("policy_review") or {})
    if care.get("reviewed_on") == REVIEWED_ON:
        del care["reviewed_on"]
        made["policy_review"] = care
    return made


def currency_at(zone: str) -> str:
    """The currency of most people on a clock, to be offered; nothing where a clock has several, or none is known."""
    return next((code for code, zones in _CURRENCIES.items() if zone in zones), "")


def left_in(written: Written) -> dict[str, str]:
    """What still is the sample company's: each key, and what is to be said of it."""
    left = {}
    if tuple(written["calendar"].get("holidays") or ()) == HOLIDAYS:
        left["calendar.holidays"] = "the days on which the sample company is closed"
    if written.get("currency") != CURRENCY:
        units = [str(row["reference"]) for row in written["standards"] if row.get("unit") == CURRENCY]
        if units:
            left["standards.unit"] = f"{CURRENCY} for {', '.join(units)}"
    return left


def _zones(continent: str, cities: str) -> frozenset[str]:
    return frozenset(f"{continent}/{city}" for city in cities.split())


_CURRENCIES = {
    "EUR": _zones(
        "Europe",
        "Amsterdam Athens Berlin Bratislava Brussels Busingen Dublin Helsinki Lisbon Ljubljana Luxembourg Madrid Malta "
        "Paris Riga Rome Tallinn Vienna Vilnius Zagreb",
    ),
    "USD": _zones("America", "New_York Chicago Denver Los_Angeles Phoenix Detroit Anchorage"),
    "GBP": _zones("Europe", "London"),
    "CHF": _zones("Europe", "Zurich"),
    "SEK": _zones("Europe", "Stockholm"),
    "NOK": _zones("Europe", "Oslo"),
    "DKK": _zones("Europe", "Copenhagen"),
    "PLN": _zones("Europe", "Warsaw"),
    "INR": _zones("Asia", "Kolkata Calcutta"),
    "JPY": _zones("Asia", "Tokyo"),
    "CAD": _zones("America", "Toronto Vancouver Edmonton Winnipeg Halifax"),
    "AUD": _zones("Australia", "Sydney Melbourne Brisbane Perth Adelaide"),
}
