"""The word to somebody who decides that they are asked to attest to the criteria; it decides nothing."""

from __future__ import annotations

from bot.views import actions, blocks, words
from bot.views.text import Message, Names, who
from models.policy import Policy


def training_message(policy: Policy, names: Names) -> Message:
    """The message, with the button to do it at once."""
    text = f"{words.TOLD} Please read how exceptions are decided here, and attest that you understood it."
    needed = " Until then you cannot decide a request." if policy.training.required else ""
    return Message(
        text=text,
        blocks=[
            blocks.section(
                f"{text}\nYou are among those who decide, own a hold or carry out. It takes five minutes.{needed}"
            ),
            actions.row(
                actions.button("Read and attest", actions.SHOW_TRAINING, actions.carried(0), style="primary")
            ),
            blocks.small(
                f"Asked for by the policy's owner, {who(policy.owner, names)}, its administrators or compliance."
            ),
        ],
    )
