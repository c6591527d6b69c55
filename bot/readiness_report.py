"""What the doctor says: each check with its level, what is so, what to do and who can, as a table or as JSON."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator

from bot.doctor import Diagnosis
from bot.views.readiness_told import Teller, by_item, on_terminal
from bot.views.readiness_words import ITEMS
from models.checks import Level, worst

#: How wide a line is, in characters.
WIDTH = 100
_WORDS = {Level.RED: "RED  ", Level.AMBER: "AMBER", Level.GREEN: "green"}
_VERDICTS = {
    Level.GREEN: "Everything is as it should be.",
    Level.AMBER: "It works. What is amber is less than it should be, or could not be looked at.",
    Level.RED: "What is red keeps something from being done that the policy asks for.",
}


def table(diagnosis: Diagnosis, secrets: tuple[str, ...]) -> str:
    """For people: what the bot needs, then the policy's checklist, with what to do, and a last word."""
    lines = list(_lines(diagnosis, _teller(diagnosis)))
    counts = {level: sum(check.level is level for check in diagnosis.checks) for level in Level}
    lines += ["", _VERDICTS[worst(diagnosis.checks)]]
    lines.append(f"{counts[Level.RED]} red, {counts[Level.AMBER]} amber, {counts[Level.GREEN]} green.")
    return _without("\n".join(lines) + "\n", secrets)


def json_text(diagnosis: Diagnosis, secrets: tuple[str, ...]) -> str:
    """For programs: the worst level, and each check with its item, its finding, its subject and its sentences."""
    teller = _teller(diagnosis)
    checks = []
    for check in diagnosis.checks:
        told = teller.tell(check)
        checks.append(
            {
                "item": check.item,
                "level": check.level,
                "what": check.what,
                "subject": check.subject,
                "says": told.says,
                "do": told.do,
                "can": told.can,
            }
        )
    whole = {"level": worst(diagnosis.checks), "checks": checks}
    return _without(json.dumps(whole, indent=2, ensure_ascii=False) + "\n", secrets)


def _teller(diagnosis: Diagnosis) -> Teller:
    return on_terminal(diagnosis.policy, diagnosis.people, diagnosis.checks)


def _lines(diagnosis: Diagnosis, teller: Teller) -> Iterator[str]:
    for checks in sorted(by_item(diagnosis.checks), key=lambda checks: checks[0].item.is_of_policy):
        yield ITEMS[checks[0].item]
        for check in checks:
            told = teller.tell(check)
            yield from _wrapped(f"  {_WORDS[check.level]}  ", told.says)
            if told.do:
                yield from _wrapped(" " * 9, f"→ {told.do} {told.can}".rstrip())


def _wrapped(first: str, text: str) -> list[str]:
    """The text behind a beginning, each further line as far in; what has lines of its own keeps them."""
    found: list[str] = []
    for part in text.splitlines() or [""]:
        lead = first if not found else " " * len(first)
        found += textwrap.wrap(
            part,
            WIDTH,
            initial_indent=lead,
            subsequent_indent=" " * len(first),
            break_long_words=False,
            break_on_hyphens=False,
        ) or [lead.rstrip()]
    return found


def _without(text: str, secrets: tuple[str, ...]) -> str:
    for secret in secrets:
        text = text.replace(secret, "***")
    return text
