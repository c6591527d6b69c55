"""What `/exception help` answers, and what an unknown word is answered with."""

from __future__ import annotations

from bot.views import actions, blocks, words
from bot.views.text import Message, Names, escape, who
from bot.views.waiving import caps
from models.policy import Policy


def help_message(policy: Policy, names: Names, unknown: str = "") -> Message:
    """How to file, find and decide; `unknown` is what the person typed, where it was no word of the command."""
    shown = [blocks.header("Exception Desk")]
    text = "How Exception Desk works"
    if unknown.strip():
        typed = escape(blocks.one_line(unknown, 60))
        text = f"“{typed}” is no word of this command; here is what it knows"
        shown.append(blocks.section(f"“{typed}” is no word of this command. This is what it knows:"))
    shown += [
        blocks.section(
            "`/exception`  opens the form to file an exception\n"
            "`/exception list`  shows your requests; `list open tier:manager` what you may see of those, and so on\n"
            "`/exception search payment term`  finds requests by their words\n"
            "`/exception EX-1042`  shows one request with its whole trail\n"
            "`/exception policy`  shows the policy in force; administrators propose a change of it there\n"
            "`/exception training`  shows the decision criteria, to read and attest to\n"
            "`/exception delegate`  lets a colleague decide in your stead while you are away\n"
            "`/exception complaint`  records a customer's complaint about a request\n"
            "`/exception export`  takes the record out, for those who may\n"
            "`/exception reviews`  lists the open reviews that you may see\n"
            "`/exception report`  sends you the key figures; `report 2026-10` those of a month\n"
            "`/exception readiness`  shows whether everything is ready, for those who look after it\n"
            "`/exception help`  shows this"
        ),
        blocks.section(
            "*What happens to a request*\n"
            f"1. Operations validates it: {words.people(policy.validators.who, names)}.\n"
            f"2. Management authorises it, by the size of the deviation: {_tiers(policy)}.\n"
            "3. Operations carries it out, and the record is closed.\n"
            f"The two approvals come from two different people, never from the one who asks.{_alone(policy)}"
        ),
        blocks.small(_more(policy, names)),
        actions.row(actions.button("File an exception", actions.FILE, "help", style="primary")),
    ]
    return Message(text=text, blocks=shown)


def _alone(policy: Policy) -> str:
    rule = policy.single_approval
    if not rule.enabled:
        return ""
    return f" The second one is waived {caps(rule.max_deviation, rule.max_value, policy)}."


def _tiers(policy: Policy) -> str:
    return ", ".join(f"{escape(tier.title)} {words.band(tier)}" for tier in policy.tiers)


def _more(policy: Policy, names: Names) -> str:
    owner = f"The policy is owned by {who(policy.owner, names)}."
    if not policy.process_link:
        return owner
    return f"{owner} <{escape(policy.process_link)}|Read more about it>."
