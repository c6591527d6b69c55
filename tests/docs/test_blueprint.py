"""docs/blueprint.md is whole and true: a row for each line of the policy, and what it names is there."""

from __future__ import annotations

import ast
import hashlib
import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from bot.views.filing_form import filing_form
from bot.views.text import Names
from bot.views.words import REASONS
from models.request import Reason
from tests import builders
from tests.world import ROOT

PAGE = (ROOT / "docs" / "blueprint.md").read_text(encoding="utf-8")
POLICY = tomllib.loads((ROOT / "policy.toml").read_text(encoding="utf-8"))
POLICY_TEXT = ROOT.parent / "shared" / "blueprint.txt"
HEAD = ("id", "what the policy says", "in Slack", "code", "shown by")
PLANNED = "planned"

#: The row of each line of the policy, in the page's order, with the lines that it is for, told by the beginning of
#: their SHA-256. A line that comes again stands in a row for each time; one that lists several things, in several.
LINES = {
    "PURPOSE-NAME": "e8c12dc1e7fe",
    "PURPOSE-SCOPE": "4cb60e79ab60 935719c149b3 02ee4a55a940",
    "WHEN-UNIQUE": "95ab1ac0a955",
    "WHEN-RETENTION": "5d85ea6d2d28",
    "WHEN-REALITY": "a42098ec76a4",
    "WHEN-PRECEDENT": "aa97b307fe71",
    "WHEN-CRITICALITY": "6920dad791fc",
    "WHEN-RESOURCES": "11daf1a9c086",
    "INPUT-CRM": "1490ea4944f0",
    "INPUT-CONTRACTS": "10eccaf3a140",
    "INPUT-HISTORY": "0a1a4701a396",
    "INPUT-STANDARD": "6553fa6f0c9b",
    "INPUT-RATIONALE": "c64e8e42b706",
    "INPUT-IMPACT": "b79c45a7e0dc",
    "DATA-CRM": "544621ff3701",
    "DATA-CONTRACTS": "544621ff3701",
    "DATA-HISTORY": "544621ff3701",
    "THRESHOLD-EXECUTIVE": "fe5a57556c93",
    "THRESHOLD-MANAGER": "cd210a57e22a",
    "THRESHOLD-TEAM-LEAD": "5bd6cbd8ae2d",
    "APPROVAL-1": "e04027ddc6ee",
    "APPROVAL-2": "ab4874220c0c",
    "APPROVAL-3": "c5c84af412d6",
    "APPROVAL-4": "bc6605ebc224",
    "ESCALATION-DEADLINE": "a5846b7b3113 b2d99a86ad70 a4029b6509b3 4f8103d674c7",
    "ESCALATION-COMPLAINT": "562068281f5c 2845889f61e2 216715700768 fc37b31e6bd1",
    "ESCALATION-AUTHORITY": "5ed6c5e47dc0 c760ef73f916 b22613522e74 79633716652c",
    "EXCEPTION-DATA": "2677928c0637 523b2bcf220e eed9e664794e",
    "EXCEPTION-CONFLICT": "502fd3862ec0 fb126c1bc173 06aa5c15cbe4",
    "EXCEPTION-REGULATORY": "4b766f47f664 c0cd46c6e1d6 443de1742119",
    "EXCEPTION-URGENT": "a7e9bcac3d25 0c355b24f26d 3152fa5f0014",
    "AUDIT-TRAIL": "998ba5638a20",
    "AUDIT-SNAPSHOT": "6859add8a494",
    "AUDIT-WORKFLOW": "16393fb2aea1",
    "AUDIT-RATIONALE": "c93a996a476e",
    "AUDIT-EXCEPTION": "b72c7b4a3db6",
    "AUDIT-REVIEW": "d788eb5e2767",
    "SOP-1": "6b86b273ff34 0b4d2602b703 9700518b01c9 42d99cd7e278",
    "SOP-2": "eed9e664794e d4735e3a265e 57f935e48f42 62a71e3e5bfc",
    "SOP-3": "4e07408562be a435afa664a8 238e2dabc015 e3ddc8337659",
    "SOP-4": "238e2dabc015 4b227777d4dd bc45824fa75b 2a3b23192b69",
    "SOP-5": "ef2d127de37b 8099215fbe9a b7506c387f90 d58a8eb1b3c8",
    "SOP-6": "eed9e664794e e7f6c011776e 731d9bc1bb1a fe6dff8bd8cc",
    "SOP-7": "7902699be42c d1ec5ca1561d 9afc9156b36f df196df05505",
    "FAQ-DEFINITION": "e27e834f85f6 14a54b6a1388",
    "FAQ-OWNER": "49f7dbe1f869 9bbc5722eb1e",
    "FAQ-REVIEW": "3d8bee09b312 579afa7003e6",
    "FAQ-MODEL": "d9f773eac412 09fa719d8519",
    "FAQ-APPROVALS": "4a22624c201d 333bac1dc518",
    "FAQ-PRECEDENT": "928f6ce55955 c09e07deb1ec",
    "KPI-VOLUME": "5b0bb111da1b",
    "KPI-APPROVAL-RATE": "0b2acb8a1e6c",
    "KPI-POLICY-UPDATES": "ca07a0308dd3",
    "KPI-RECURRENCE": "e15a119c2e16",
    "CHECKLIST-SOURCES": "4fbe08a48143",
    "CHECKLIST-AUTHORITIES": "af0e775504fe",
    "CHECKLIST-CONTACTS": "949384b38c2b",
    "CHECKLIST-THRESHOLDS": "33fd89fe15fc",
    "CHECKLIST-GOVERNANCE": "7e588c98406d",
    "CHECKLIST-AUDIT": "f277e6755655",
    "CHECKLIST-PROCESS": "c475c80c8216",
    "CHECKLIST-TRAINING": "1684cd0efc29",
    "CHECKLIST-KPI": "b2f0adb8e677",
    "CHECKLIST-SCHEDULE": "c41b41b91bb6",
    "QUICK-TRIGGER": "683259feabbf 68ff4fa45e60",
    "QUICK-FUNCTION": "543e9abdca18 74de07c4e919",
    "QUICK-INDUSTRY": "74de07c4e919 14d24f98ae39",
    "QUICK-DECISION": "754ea8192334 370e838e6ea2",
    "BUILD-OWN": "d79d327aa420",
}
IDS = list(LINES)
#: Lines that only name what follows them, or lead elsewhere.
HEADINGS = (
    "46a62bd3560c 80b8be855ded cd5078087413 2ec1dbe396a5 b42f336dd9a5 5129356dd9d7 754ea8192334 "
    "548fea858168 1e3dadd7778f aecfefddfb39 6de98c8dfed3 077eb9ffe226 698ef3e9ac05 8b34ea9b008b "
    "6b735523eefc 6b04dfa823e6 7281b992b342 c6f12389fe93 93ff6931c368 "
)

#: What the policy file must say for a row, and the row with it.
STATED: dict[str, tuple[str, ...]] = {
    "PURPOSE-NAME": ("title",),
    "INPUT-CRM": ("customers",),
    "DATA-CRM": ("sources.crm.title",),
    "DATA-CONTRACTS": ("sources.contracts.title",),
    "DATA-HISTORY": ("sources.history.title",),
    "THRESHOLD-EXECUTIVE": (
        "tiers.executive.at_least",
        "tiers.executive.authority",
        "tiers.executive.decision_time",
    ),
    "THRESHOLD-MANAGER": (
        "tiers.manager.at_least",
        "tiers.manager.below",
        "tiers.manager.authority",
        "tiers.manager.decision_time",
    ),
    "THRESHOLD-TEAM-LEAD": (
        "tiers.team_lead.at_least",
        "tiers.team_lead.below",
        "tiers.team_lead.authority",
        "tiers.team_lead.decision_time",
    ),
    "APPROVAL-1": ("validators.who",),
    "APPROVAL-2": (
        "tiers.team_lead.authorizers",
        "tiers.manager.authorizers",
        "tiers.executive.authorizers",
    ),
    "ESCALATION-DEADLINE": (
        "escalations.deadline_near.remaining",
        "escalations.deadline_near.contact",
        "escalations.deadline_near.within",
        "escalations.deadline_near.priority",
        "escalations.deadline_breached.contact",
        "escalations.deadline_breached.priority",
        "escalations.deadline_breached.within",
    ),
    "ESCALATION-COMPLAINT": (
        "escalations.complaint.contact",
        "escalations.complaint.within",
        "escalations.complaint.priority",
        "escalations.complaint.acknowledge_within",
    ),
    "ESCALATION-AUTHORITY": (
        "escalations.over_authority.within",
        "escalations.over_authority.priority",
        "escalations.over_authority.contact",
    ),
    "EXCEPTION-DATA": (
        "holds.data_unavailable.owner",
        "holds.data_unavailable.extends",
    ),
    "EXCEPTION-CONFLICT": (
        "holds.conflicting_data.owner",
        "holds.conflicting_data.within",
        "holds.conflicting_data.contact",
    ),
    "EXCEPTION-REGULATORY": (
        "holds.regulatory.owner",
        "holds.regulatory.channel",
        "holds.regulatory.within",
        "holds.regulatory.contact",
    ),
    "EXCEPTION-URGENT": (
        "expedited.authorizers",
        "expedited.decision_time",
    ),
    "SOP-2": ("returns.within", "returns.notice"),
    "SOP-6": ("execution.who", "validity.within", "validity.notice"),
    "FAQ-APPROVALS": ("single_approval.enabled",),
    "FAQ-OWNER": ("owner",),
    "FAQ-PRECEDENT": (
        "recurrence.count",
        "recurrence.within",
        "recurrence.conclude_within",
        "recurrence.contact",
    ),
    "CHECKLIST-CONTACTS": (
        "contacts.operations_supervisor.who",
        "contacts.operations_supervisor.backup",
        "contacts.operations_director.who",
        "contacts.operations_director.backup",
        "contacts.customer_success_manager.who",
        "contacts.customer_success_manager.backup",
        "escalations.deadline_near.acknowledge_within",
        "escalations.deadline_breached.acknowledge_within",
    ),
    "AUDIT-REVIEW": (
        "audit_review.day",
        "audit_review.sample",
        "audit_review.within",
        "audit_review.contact",
    ),
    "CHECKLIST-PROCESS": ("process_link",),
    "CHECKLIST-TRAINING": ("training.required", "training.valid_for", "training.renew_on_change"),
    "QUICK-TRIGGER": ("alerts.fallback",),
    "CHECKLIST-SCHEDULE": ("policy_review.every", "policy_review.conclude_within", "policy_review.contact"),
    "QUICK-FUNCTION": ("execution.channel",),
}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of a table, cell by cell."""

    id: str
    policy: str
    slack: str
    code: str
    tests: str

    def stated(self) -> dict[str, str]:
        """What it says that the policy file says: the value, as TOML, by its key."""
        return dict(re.findall(r"`([a-z][a-z_.]*) = ([^`]+)`", self.policy + self.slack))


def rows() -> list[Row]:
    """Every row of the page, in order; a line of another width fails."""
    found = []
    for line in PAGE.splitlines():
        if not line.startswith("|") or line.startswith("|---"):
            continue
        cells = tuple(cell.strip() for cell in line.strip("|").split("|"))
        assert len(cells) == len(HEAD), line
        assert all(cells), line
        if cells != HEAD:
            found.append(Row(id=cells[0], policy=cells[1], slack=cells[2], code=cells[3], tests=cells[4]))
    return found


ROWS = rows()
BUILT = [row for row in ROWS if row.slack != PLANNED]


def said_by_policy(key: str) -> Any:
    """The value under a dotted key of policy.toml, a part of a list by its name; KeyError where there is none."""
    found: Any = POLICY
    for step in key.split("."):
        if isinstance(found, list):
            found = {part["name"]: part for part in found}
        if not isinstance(found, Mapping):
            raise KeyError(key)
        found = found[step]
    return found


def names_of_tests(path: str) -> set[str]:
    """The names of the tests that a file has."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {node.name for node in tree.body if isinstance(node, functions) and node.name.startswith("test_")}


def fingerprint(line: str) -> str:
    """The beginning of a line's SHA-256, whatever its spaces, signs and capitals."""
    words = " ".join(re.findall(r"\w+", line.casefold()))
    return hashlib.sha256(words.encode()).hexdigest()[:12]


def test_every_line_of_the_policy_has_one_row() -> None:
    assert [row.id for row in ROWS] == IDS


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_row_says_what_the_policy_file_says(row: Row) -> None:
    stated = row.stated()
    assert tuple(stated) == STATED.get(row.id, ())
    for key, value in stated.items():
        assert said_by_policy(key) == tomllib.loads(f"value = {value}")["value"], key


def test_no_statement_is_for_a_row_that_is_not_there() -> None:
    assert set(STATED) <= set(IDS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_planned_row_names_nothing_that_could_be_taken_for_built(row: Row) -> None:
    has_planned = {cell == PLANNED for cell in (row.slack, row.code, row.tests)}
    assert len(has_planned) == 1, "planned stands in all three cells, or in none"


@pytest.mark.parametrize("row", BUILT, ids=lambda row: row.id)
def test_code_that_a_row_names_is_there(row: Row) -> None:
    for cell in row.code.split("<br>"):
        link = re.fullmatch(r"\[([^\]]+)\]\(\.\./([^)]+)\)", cell)
        assert link, cell
        assert link[1] == link[2]
        assert (ROOT / link[1]).is_file(), link[1]
        assert not link[1].startswith("tests/")


@pytest.mark.parametrize("row", BUILT, ids=lambda row: row.id)
def test_tests_that_a_row_names_are_there(row: Row) -> None:
    for cell in row.tests.split("<br>"):
        named = re.fullmatch(r"`(tests/[^`:]+)::(test_[^`]+)`", cell)
        assert named, cell
        assert (ROOT / named[1]).is_file(), named[1]
        assert named[2] in names_of_tests(named[1]), cell


def test_policy_has_no_line_without_a_row() -> None:
    if not POLICY_TEXT.exists():
        pytest.skip("The policy's own text is not there to compare with.")
    known = Counter(" ".join([*LINES.values(), HEADINGS]).split())
    seen: Counter[str] = Counter()
    for line in filter(str.strip, POLICY_TEXT.read_text(encoding="utf-8").splitlines()):
        mark = fingerprint(line)
        seen[mark] += 1
        assert seen[mark] <= known[mark], f"this line has no row: {line.strip()} ({mark})"
    assert set(known) == set(seen), "a row is for a line that the policy no longer has"


def test_form_offers_every_reason_of_the_policy() -> None:
    form = filing_form(builders.policy(), Names())
    options = [
        option["value"]
        for block in form["blocks"]
        for option in block.get("element", {}).get("options", ())
        if option["value"] in set(Reason)
    ]
    assert options == list(Reason) == list(REASONS)
