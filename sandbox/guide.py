"""Ticks a guided start's steps as what they wait for comes to pass; it must not make anything happen."""

from __future__ import annotations

import re
import time
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from sandbox.blockkit import visible_text
from sandbox.payload import Payload
from sandbox.workspace import Channel

_KINDS = {"command", "view_submission", "message", "read", "ephemeral", "view_error", "modal_shows", "clock"}


#: Seconds by which a step may come to pass before the one that it follows.
EARLY_S = 5.0
_NOTHING_EARLY = (-1, 0.0)


class GuideError(ValueError):
    """The guide's file cannot be used."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step: what to do, as whom, and the condition that ticks it; `chapter` is the part that it belongs to."""

    title: str
    text: str
    condition: Payload
    acting: str | None = None
    anytime: bool = False
    chapter: str = ""
    done: bool = False


def load_guide(path: Path) -> tuple[Step, ...]:
    """Read a guide's TOML file; raises GuideError with a sentence where it is wrong."""
    try:
        body = tomllib.loads(path.read_text(encoding="utf8"))
        chapter, listed = "", []
        for step in body["steps"]:
            # A step that names a chapter begins it; those after it belong to it.
            chapter = step.get("chapter", chapter)
            listed.append(
                Step(
                    title=step["title"],
                    text=step["text"],
                    acting=step.get("as"),
                    anytime=step.get("anytime", False),
                    condition=step["done"],
                    chapter=chapter,
                )
            )
        steps = tuple(listed)
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise GuideError(f"{path} is not a guide: {error}") from error
    for step in steps:
        if step.condition.get("kind") not in _KINDS:
            raise GuideError(f"{path}: the step “{step.title}” waits for an unknown kind.")
    return steps


class Guide:
    """The steps and which of them are done."""

    def __init__(
        self, steps: tuple[Step, ...] | None, ticks: list[bool], on_tick: Callable[[], None]
    ) -> None:
        self._steps = [
            replace(step, done=done)
            for step, done in zip(steps or (), [*ticks, *[False] * len(steps or ())], strict=False)
        ]
        self._given = steps is not None
        self._on_tick = on_tick
        self._early = _NOTHING_EARLY

    @property
    def ticks(self) -> list[bool]:
        """Which steps are done, in their order."""
        return [step.done for step in self._steps]

    def listed(self) -> list[Payload] | None:
        """The steps as a page shows them; None where there is no guide."""
        if not self._given:
            return None
        return [
            {"title": s.title, "text": s.text, "as": s.acting, "done": s.done, "chapter": s.chapter}
            for s in self._steps
        ]

    def saw_command(self, command: str, text: str, by: str) -> None:
        """A person ran a command."""
        self._saw("command", lambda c: c.get("command") == command and _fits(c, "text", text) and _by(c, by))

    def saw_submission(self, callback_id: str, by: str) -> None:
        """A person's form was accepted."""
        self._saw("view_submission", lambda c: _fits(c, "callback_id", callback_id) and _by(c, by))

    def saw_message(self, channel: Channel, message: Payload) -> None:
        """A message was posted or changed."""
        self._saw(
            "message",
            lambda c: _fits(c, "channel", channel.name) and _fits(c, "pattern", visible_text(message)),
        )

    def saw_read(self, channel: Channel, by: str) -> None:
        """A person read a conversation to its end."""
        self._saw("read", lambda c: _fits(c, "channel", channel.name) and _by(c, by))

    def saw_ephemeral(self, message: Payload) -> None:
        """A person was shown a message that only they see."""
        self._saw("ephemeral", lambda c: _fits(c, "pattern", visible_text(message)))

    def saw_errors(self, errors: Payload) -> None:
        """A form came back with errors beside its fields."""
        text = "\n".join(map(str, errors.values()))
        self._saw("view_error", lambda c: _fits(c, "pattern", text))

    def saw_view(self, view: Payload) -> None:
        """A modal was opened or changed."""
        self._saw("modal_shows", lambda c: _fits(c, "pattern", visible_text(view)))

    def saw_clock(self) -> None:
        """The clock was moved."""
        self._saw("clock", lambda _: True)

    def _saw(self, kind: str, meets: Callable[[Payload], bool]) -> None:
        def happened(index: int) -> bool:
            condition = self._steps[index].condition
            return bool(condition["kind"] == kind and meets(condition))

        waiting = [index for index, step in enumerate(self._steps) if not step.done]
        current = [index for index in waiting if not self._steps[index].anytime][:1]
        # One happening ticks one step of the row, so that two like steps want two happenings.
        for index in sorted({*current, *(i for i in waiting if self._steps[i].anytime)}):
            if happened(index):
                self._tick(index)
                return
        following = [index for index in waiting if not self._steps[index].anytime][1:2]
        if following and happened(following[0]):
            self._early = (following[0], time.monotonic())

    def _tick(self, index: int) -> None:
        self._steps[index] = replace(self._steps[index], done=True)
        early, since = self._early
        before_it = all(step.done or step.anytime for step in self._steps[: max(early, 0)])
        # An app may post its message before it acknowledges the form that caused it: what came to pass
        # just before the step that it follows counts too.
        if early > index and before_it and time.monotonic() - since < EARLY_S:
            self._early = _NOTHING_EARLY
            self._tick(early)
            return
        self._on_tick()


def _fits(condition: Payload, key: str, text: str) -> bool:
    return key not in condition or re.search(condition[key], text, re.DOTALL) is not None


def _by(condition: Payload, by: str) -> bool:
    return condition.get("by") in (None, by)
