"""The word to the owner and the administrators that another policy is in force: what changed, by whom, what follows."""

from __future__ import annotations

from bot.views import blocks, words
from bot.views.policy_words import change_lines, how
from bot.views.text import Message, Names, escape, who
from models.policy import Policy
from models.policy_history import Recording


def policy_told(recording: Recording, policy: Policy, names: Names) -> Message:
    """The message; `policy` is the version that came into force."""
    text = f"{words.TOLD} The policy was changed: version `{recording.version}` is in force for new requests"
    lines = list(change_lines(recording.changes, policy, names))
    shown = [blocks.section(f"{text}, {how(recording)}.")]
    if lines:
        shown.append(blocks.section(blocks.within(lines)))
    shown.append(
        blocks.small(
            f"For {who(policy.owner, names)}, who own the policy: look whether what is written elsewhere still fits"
            + (f", first of all <{escape(policy.process_link)}|the process>." if policy.process_link else ".")
            + " Requests that were filed before keep their version. `/exception policy` shows it."
        )
    )
    return Message(text=f"{text}.", blocks=shown)
