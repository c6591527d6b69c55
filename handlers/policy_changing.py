"""The policy in Slack: `/exception policy` shows it, and administrators propose, approve and reject changes of it."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.policy_drafting import Drafted, drafted
from bot.services import Services
from bot.views import actions
from bot.views.policy_change_card import answer_form
from bot.views.policy_form import GROUPS, PEOPLE, proposal_form, read_carried
from bot.views.policy_page import (
    APPROVED,
    CONTACTS,
    PROPOSED,
    REJECTED,
    TAKEN_BACK,
    THRESHOLDS,
    PolicyShown,
    policy_page,
)
from bot.views.refusals import fault_sentence, plain_sentence
from handlers import answers, payloads
from handlers.payloads import Click, OpenForm, Payload, UnreadablePayloadError
from models.oversight.policy_change_acts import (
    ApprovePolicyChange,
    ProposePolicyChange,
    RejectPolicyChange,
    WithdrawPolicyChange,
)
from models.people import Person
from models.policy import Policy
from models.refusals import Fault, Field, Refusal, Why

#: The word of the command.
WORD = "policy"


def register(app: AsyncApp) -> None:
    """Listen for the buttons and forms; the command's word is looked up elsewhere."""
    app.action(actions.SHOW_POLICY)(show_policy)
    app.action(actions.PROPOSE_POLICY)(open_proposal)
    app.view(actions.POLICY_PROPOSAL)(propose)
    app.action(actions.APPROVE_POLICY)(open_answer)
    app.action(actions.REJECT_POLICY)(open_answer)
    app.view(actions.POLICY_APPROVAL)(approve)
    app.view(actions.POLICY_REJECTION)(reject)
    app.action(actions.WITHDRAW_POLICY)(take_back)


async def show_policy(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """Show the policy in force."""
    await services.gateway.open_view(payloads.place(body).trigger_id, await _page(person, services))
    await ack()


async def _page(person: Person, services: Services, done: str = "") -> dict[str, Any]:
    policies, records = services.desk.policies, services.records
    policy = policies.current
    register = await services.directory.register(policy.administrators)
    history = await records.policy_recordings()
    shown = PolicyShown(
        reader=person.id,
        done=done,
        policy=policy,
        version=policies.current_version,
        recording=next((one for one in history if one.version == policies.current_version), None),
        names=services.directory.names(),
        review_at=await records.next_policy_care(),
        care=await records.open_policy_care(),
        proposals=await records.open_policy_changes(),
        is_administrator=register.includes(policy.administrators, person.id),
    )
    return policy_page(shown)


async def _show_below(form: OpenForm, person: Person, services: Services, done: str) -> None:
    """Show the policy anew under the form that closes, where it was opened from there."""
    if form.below is not None:
        with answers.after_commit():
            await services.gateway.update_view(form.below, await _page(person, services, done))


async def open_proposal(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """Open the form of a change, prefilled; whoever may not propose one reads why."""
    click = payloads.click(body)
    if click.rest not in (THRESHOLDS, CONTACTS):
        raise UnreadablePayloadError("not a part of the policy")
    policies = services.desk.policies
    policy, version = policies.current, policies.current_version
    blank = ProposePolicyChange(base=version, draft=None, reason="")
    performed = await services.desk.perform(blank, by=person, key=click.key)
    if performed.refusal is None or performed.refusal.why is not Why.FAULTS:
        await answers.refuse(body, ack, services, performed.refusal or Refusal(why=Why.BASE_CHANGED))
        return
    await _open(click, proposal_form(policy, version, click.rest), services)
    await ack()


async def propose(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """Propose the change; what cannot be taken is said beside its field, in the words of the policy's check."""
    form = payloads.open_form(body)
    try:
        _, version = read_carried(actions.read_carried(form.metadata)[1])
    except ValueError as error:
        raise UnreadablePayloadError(str(error)) from error
    base = services.desk.policies.version(version)
    draft = drafted(base, _entered(form))
    act = ProposePolicyChange(base=version, draft=draft.policy, reason=form.entered.text(Field.WHY))
    if draft.policy is None:
        await _say_faults(ack, _faults(draft, act, base))
        return
    performed = await services.desk.perform(act, by=person, key=form.key)
    if performed.refusal is None:
        await _show_below(form, person, services, PROPOSED)
        await ack()
        return
    await _say_faults(ack, _beside(performed.refusal, Field.WHY, base))


async def open_answer(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """Ask why a proposal is approved or rejected; whoever may not decide it reads why."""
    click = payloads.click(body)
    approves = click.action == actions.APPROVE_POLICY
    kind = ApprovePolicyChange if approves else RejectPolicyChange
    performed = await services.desk.perform(kind(change=click.number, words=""), by=person, key=click.key)
    change = await services.records.policy_change(click.number)
    if change is None or performed.refusal is None or performed.refusal.why is not Why.FAULTS:
        refusal = performed.refusal or Refusal(why=Why.NO_SUCH_POLICY_CHANGE)
        await answers.refuse(body, ack, services, refusal)
        return
    base, names = services.desk.policies.version(change.base), services.directory.names()
    await _open(click, answer_form(change, base, names, approves=approves), services)
    await ack()


async def approve(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """Put the proposal in force."""
    await _answer(ack, body, person, services, ApprovePolicyChange)


async def reject(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """Reject the proposal."""
    await _answer(ack, body, person, services, RejectPolicyChange)


async def take_back(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """Take back what one has proposed."""
    click = payloads.click(body)
    act = WithdrawPolicyChange(change=click.number)
    performed = await services.desk.perform(act, by=person, key=click.key)
    if performed.refusal is not None:
        await answers.refuse(body, ack, services, performed.refusal)
        return
    if click.place.is_modal and click.view_id is not None:
        with answers.after_commit():
            await services.gateway.update_view(click.view_id, await _page(person, services, TAKEN_BACK))
    await ack()


async def _answer(
    ack: AsyncAck,
    body: Payload,
    person: Person,
    services: Services,
    kind: type[ApprovePolicyChange] | type[RejectPolicyChange],
) -> None:
    form = payloads.open_form(body)
    try:
        number, _ = actions.read_carried(form.metadata)
    except ValueError as error:
        raise UnreadablePayloadError(str(error)) from error
    act = kind(change=number, words=form.entered.text(Field.WORDS))
    performed = await services.desk.perform(act, by=person, key=form.key)
    if performed.refusal is None:
        done = APPROVED if kind is ApprovePolicyChange else REJECTED
        await _show_below(form, person, services, done)
        await ack()
        return
    await _say_faults(ack, _beside(performed.refusal, Field.WORDS, services.desk.policies.current))


def _entered(form: OpenForm) -> dict[str, str | list[str]]:
    """What was entered, by the policy's keys; people and groups of one key together."""
    entered: dict[str, str | list[str]] = {}
    for block in sorted(form.inputs - {str(Field.WHY)}):
        if block.endswith(PEOPLE):
            key = block.removesuffix(PEOPLE)
            groups = form.entered.typed(key + GROUPS).replace(",", " ").split()
            entered[key] = [*form.entered.colleagues(block), *groups]
        elif not block.endswith(GROUPS):
            entered[block] = form.entered.typed(block)
    return entered


def _faults(draft: Drafted, act: ProposePolicyChange, policy: Policy) -> dict[str, str]:
    """The sentences of the policy's check, each beside what it is about, and that a reason is missing."""
    faults = {
        key if not key.startswith("contacts.") else key + GROUPS: said for key, said in draft.faults.items()
    }
    if not act.reason:
        faults[str(Field.WHY)] = fault_sentence(Field.WHY, Fault.MISSING, policy)
    if draft.others:
        faults[str(Field.WHY)] = " ".join(draft.others)
    return faults


def _beside(refusal: Refusal, field: Field, policy: Policy) -> dict[str, str]:
    fault = refusal.faults.get(field)
    return {str(field): plain_sentence(refusal) if fault is None else fault_sentence(field, fault, policy)}


async def _say_faults(ack: AsyncAck, faults: dict[str, str]) -> None:
    cut = {block: words[: answers.ERROR_LIMIT] for block, words in faults.items()}
    await ack(response_action="errors", errors=cut)


async def _open(click: Click, modal: dict[str, Any], services: Services) -> None:
    if click.place.is_modal:
        await services.gateway.push_view(click.place.trigger_id, modal)
    else:
        await services.gateway.open_view(click.place.trigger_id, modal)
