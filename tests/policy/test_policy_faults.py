"""Each thing that can be wrong with a policy is named: where, and in a sentence what to write."""

from __future__ import annotations

import tomllib

import pytest

from bot.policy_faults import faults_of
from models.policy import Policy
from tests.policy.written import by_key, changed

FIRST_BAND = "at_least = 0\nbelow = 20\n"
SECOND_BAND = "at_least = 20\nbelow = 50\n"
THIRD_BAND = "at_least = 50 "

FAULTS: dict[str, tuple[tuple[str, str], dict[str, str]]] = {
    # Escalation.
    "an escalation that nobody has time to acknowledge": (
        ('acknowledge_within = "1h"', 'acknowledge_within = "0m"'),
        {
            "escalations.complaint.acknowledge_within": "Nobody can acknowledge it in no time, so the whole ladder "
            'would be told at once; write the time that they have, such as "30m", or remove this line so that it '
            "does not climb."
        },
    ),
    # Bands.
    "bands that overlap": (
        (SECOND_BAND, "at_least = 15\nbelow = 50\n"),
        {
            "tiers[1].at_least": "Deviations from 15 to under 20 % have two tiers: the bands overlap; write 20."
        },
    ),
    "bands that leave a gap": (
        (SECOND_BAND, 'at_least = "20.5"\nbelow = 50\n'),
        {
            "tiers[1].at_least": "Deviations from 20 to under 20.5 % have no tier: the bands leave a gap; write 20."
        },
    ),
    "a gap at a decimal edge": (
        (SECOND_BAND, 'at_least = 20\nbelow = "49.999"\n'),
        {
            "tiers[2].at_least": "Deviations from 49.999 to under 50 % have no tier: the bands leave a gap; "
            'write "49.999".'
        },
    ),
    "bands that do not start at 0": (
        (FIRST_BAND, "at_least = 5\nbelow = 20\n"),
        {"tiers[0].at_least": "Deviations under 5 % have no tier; the first band starts at 0, so write 0."},
    ),
    "bands that are closed above": (
        (THIRD_BAND, "at_least = 50\nbelow = 200 "),
        {
            "tiers[2].below": "Deviations of 200 % and more have no tier; the last band is open above, so remove "
            "this line."
        },
    ),
    "a band that is open below another": (
        (FIRST_BAND, "at_least = 0\n"),
        {"tiers[0].below": "Only the last band is open above; write below = 20."},
    ),
    "a band that holds nothing": (
        (SECOND_BAND, "at_least = 20\nbelow = 20\n"),
        {
            "tiers[1].below": "The band from 20 to under 20 holds no number; write one above 20.",
            "tiers[2].at_least": "Deviations from 20 to under 50 % have no tier: the bands leave a gap; write 20.",
        },
    ),
    "bands out of order": (
        (SECOND_BAND, "at_least = 0\nbelow = 50\n"),
        {
            "tiers[1].at_least": "This band starts at 0, and the one before it at 0; write the tiers from the lowest "
            "band to the highest, each with its own start."
        },
    ),
    "a negative bound": (
        (FIRST_BAND, "at_least = -1\nbelow = 20\n"),
        {"tiers[0].at_least": "-1 is out of bounds; write a number of at least 0."},
    ),
    # Numbers.
    "a float where the exact number counts": (
        (SECOND_BAND, "at_least = 20\nbelow = 49.5\n"),
        {"tiers[1].below": 'Write 49.5 in quotes ("49.5"), so that it is kept exactly.'},
    ),
    "a number with an exponent": (
        ('rate = "0.8650"', 'rate = "1e999999"'),
        {
            "rates[0].rate": '"1e999999" is no number here; write digits alone, at most 15 before the point and 10 '
            'after it, such as 20 or "49.5".'
        },
    ),
    "a number that is infinite": (
        ('rate = "0.8650"', "rate = inf"),
        {"rates[0].rate": 'Write inf in quotes ("inf"), so that it is kept exactly.'},
    ),
    "yes for a number": (
        ("authority = 10_000", "authority = true"),
        {"tiers[0].authority": 'Write a number, whole or in quotes, such as 20 or "49.5".'},
    ),
    "a rate of nothing": (
        ('rate = "0.8650"', "rate = 0"),
        {"rates[0].rate": "0 is out of bounds; write a number above 0."},
    ),
    # Keys.
    "a misspelt key": (
        ('decision_time = "48h"', 'decison_time = "48h"'),
        {
            "tiers[1].decison_time": 'There is no key "decison_time" here; did you mean "decision_time"?',
            "tiers[1].decision_time": 'This key is missing; write decision_time = "24h".',
        },
    ),
    "a key that nobody knows": (
        ("opens = 09:00:00", 'opens = 09:00:00\nweather = "fair"'),
        {
            "calendar.weather": 'There is no key "weather" here; write one of "business_days", "closes", "holidays", '
            '"opens", "public_holidays", "time_zone".'
        },
    ),
    "a missing text": (
        ('owner = "@ops-managers"\n', ""),
        {"owner": 'This key is missing; write owner = "@ops-managers".'},
    ),
    "a missing table": (
        ("[expedited]\n", "[expedite]\n"),
        {
            "expedite": 'There is no key "expedite" here; did you mean "expedited"?',
            "expedited": "This table is missing; write [expedited] with authorizers, decision_time.",
        },
    ),
    # People and channels.
    "a tier with no authorizer": (
        ('authorizers = ["@team-leads"]', "authorizers = []"),
        {
            "tiers[0].authorizers": 'The tier has no authorizer; write at least one, such as ["@ops-managers"].'
        },
    ),
    "a tier whose authorizers are missing": (
        ('authorizers = ["@team-leads"]\n', ""),
        {"tiers[0].authorizers": 'This key is missing; write authorizers = ["@ops-managers"].'},
    ),
    "a group that is no list": (
        ('authorizers = ["@team-leads"]', 'authorizers = "@team-leads"'),
        {"tiers[0].authorizers": '"@team-leads" is no list here; write it like ["@ops-managers"].'},
    ),
    "a group without its @": (
        ('who = ["@ops-validators"]', 'who = ["ops-validators"]'),
        {
            "validators.who[0]": '"ops-validators" is neither a user group nor a user id; write a group like '
            '"@ops-managers" or an id like "U024BE7LH".'
        },
    ),
    "a channel without its #": (
        ('channel = "#exceptions-manager"', 'channel = "exceptions-manager"'),
        {
            "tiers[1].channel": '"exceptions-manager" is no channel; write it like "#operations", or '
            'its id like "C024BE91L".'
        },
    ),
    "a contact that is not there": (
        ("[contacts.operations_supervisor]", "[contacts.operation_supervisor]"),
        {
            "escalations.deadline_near.contact": 'There is no contact "operations_supervisor"; add '
            "[contacts.operations_supervisor] or name another: did you mean "
            '"operation_supervisor"?',
            "holds.conflicting_data.contact": 'There is no contact "operations_supervisor"; add '
            "[contacts.operations_supervisor] or name another: did you mean "
            '"operation_supervisor"?',
        },
    ),
    "a contact of the complaints that is not there": (
        ('contact = "customer_success_manager"', 'contact = "nobody"'),
        {
            "escalations.complaint.contact": 'There is no contact "nobody"; add [contacts.nobody] or name another: '
            'write one of "customer_success_manager", "managing_director", "operations_director", '
            '"operations_supervisor".'
        },
    ),
    "a contact's name in capitals": (
        ("[contacts.operations_director]", '[contacts."Operations Director"]'),
        {
            'contacts."Operations Director"': '"Operations Director" is no name; write small letters, digits and '
            'underscores, such as "team_lead".',
            "escalations.deadline_breached.contact": 'There is no contact "operations_director"; add '
            "[contacts.operations_director] or name another: did you mean "
            '"Operations Director"?',
            **{
                f"{part}.contact": 'There is no contact "operations_director"; add '
                '[contacts.operations_director] or name another: did you mean "Operations Director"?'
                for part in ("holds.regulatory", "recurrence", "audit_review", "policy_review")
            },
        },
    ),
    # Authority and names.
    "authority that falls": (
        ("authority = 100_000", "authority = 9_999"),
        {
            "tiers[1].authority": "A lower tier may decide 10,000 and this one only 9,999; authority rises with the "
            "tiers, so write at least 10000."
        },
    ),
    "a limit above a tier without one": (
        ("authority = 100_000\n", ""),
        {
            "tiers[2].authority": "A lower tier has no limit and this one only 1,000,000; authority rises with the "
            "tiers, so remove this line."
        },
    ),
    "two tiers of one name": (
        ('name = "manager"', 'name = "team_lead"'),
        {"tiers[1].name": 'tiers[0] is already the tier "team_lead"; write another name.'},
    ),
    "two standards of one reference": (
        ('reference = "OPS-008"', 'reference = "ops-003"'),
        {
            "standards[1].reference": 'standards[0] is already the standard "ops-003"; write another reference.'
        },
    ),
    "two sources of one name": (
        ('name = "contracts"', 'name = "history"'),
        {
            "sources[2].name": 'sources[1] is already the source "history"; write another name.',
            "agreements[0].fields[1]": 'There is no source "contracts"; write one of "crm", "history".',
        },
    ),
    # Times, days, currencies, links.
    "a time without its unit": (
        ('decision_time = "24h"', "decision_time = 24"),
        {
            "tiers[0].decision_time": 'Write a length of time in quotes and with its unit, such as "24h" (not 24).'
        },
    ),
    "no length of time": (
        ('decision_time = "24h"', 'decision_time = "a day"'),
        {
            "tiers[0].decision_time": '"a day" is no length of time; write it like "24h", "90m" or "1d 12h", or in '
            'business time: "16 business hours", "2 business days".'
        },
    ),
    "business time by another word": (
        ('decision_time = "24h"', 'decision_time = "2 working days"'),
        {"tiers[0].decision_time": '"2 working days" is no length of time; write "2 business days".'},
    ),
    "no business time at all": (
        ('decision_time = "4h"', 'decision_time = "0 business hours"'),
        {
            "expedited.decision_time": '"0 business hours" is out of bounds; write at least "1 business hour".',
        },
    ),
    "business days for years": (
        ('decision_time = "72h"', 'decision_time = "300 business days"'),
        {"tiers[2].decision_time": '"300 business days" is too long; write at most "250 business days".'},
    ),
    "a time of nothing": (
        ('decision_time = "4h"', 'decision_time = "0m"'),
        {"expedited.decision_time": '"0m" is out of bounds; write a time longer than "0m".'},
    ),
    "a time longer than a year": (
        ('decision_time = "72h"', 'decision_time = "400d"'),
        {"tiers[2].decision_time": '"400d" is longer than a year; write a shorter time, such as "72h".'},
    ),
    "an escalation by when": (
        ('within = "same business day"', 'within = "soon"'),
        {
            "escalations.over_authority.within": '"soon" is no length of time; write it like "24h", "90m" or "1d 12h", '
            'or "same business day".'
        },
    ),
    "an unknown priority": (
        ('priority = "normal"', 'priority = "low"'),
        {
            "escalations.over_authority.priority": '"low" is not known here; write "normal", "high" or "urgent".'
        },
    ),
    "an unknown day": (
        ('["mon", "tue"', '["mon", "tues"'),
        {
            "calendar.business_days[1]": '"tues" is not known here; write "mon", "tue", "wed", "thu", "fri", "sat" or '
            '"sun".'
        },
    ),
    "no time zone": (
        ('time_zone = "Europe/Berlin"', 'time_zone = "Europe/Berln"'),
        {"calendar.time_zone": '"Europe/Berln" is no time zone; write one like "Europe/Berlin".'},
    ),
    "a folder of time zones": (
        ('time_zone = "Europe/Berlin"', 'time_zone = "Europe"'),
        {"calendar.time_zone": '"Europe" is no time zone; write one like "Europe/Berlin".'},
    ),
    "a day that closes before it opens": (
        ("closes = 17:00:00", "closes = 08:00:00"),
        {
            "calendar.closes": "The day closes at 08:00:00, which is not after it opens; write a time after 09:00:00."
        },
    ),
    "an end of the day past midnight": (
        ("closes = 17:00:00", 'closes = "25:00"'),
        {"calendar.closes": "Write a time of day like 09:00:00 (not 25:00)."},
    ),
    "a region in words": (
        ("[calendar]", '[calendar]\npublic_holidays = "Germany"'),
        {
            "calendar.public_holidays": '"Germany" is no country or part of one; write its ISO 3166 code, such as '
            '"DE" or "DE-BE".'
        },
    ),
    "an unknown country": (
        ("[calendar]", '[calendar]\npublic_holidays = "XX-BE"'),
        {
            "calendar.public_holidays": 'The holidays of "XX" are not known; write the ISO 3166 code of a country, '
            'such as "DE" or "DE-BE", or the days themselves under holidays.'
        },
    ),
    "an unknown part of a country": (
        ("[calendar]", '[calendar]\npublic_holidays = "DE-Augsburgh"'),
        {"calendar.public_holidays": '"DE-Augsburgh" is not known; did you mean "DE-Augsburg"?'},
    ),
    "an hour as a number": (
        ("opens = 09:00:00", "opens = 9"),
        {"calendar.opens": "Write a time of day like 09:00:00 (not 9)."},
    ),
    "a day as a number": (
        ("on = 2026-11-02", "on = 2026"),
        {"rates[0].on": "Write a date like 2026-11-02 (not 2026)."},
    ),
    "a day that is none": (
        ("on = 2026-11-02", 'on = "2026-02-30"'),
        {"rates[0].on": '"2026-02-30" is no date here; write it like 2026-11-02.'},
    ),
    "a rate of the policy's own currency": (
        ('currency = "USD"', 'currency = "EUR"'),
        {"rates[0].currency": "EUR is the policy's own currency and needs no rate; remove this row."},
    ),
    "two rates of one day": (
        ('currency = "GBP"', 'currency = "USD"'),
        {"rates[1].on": "rates[0] already is the rate of USD on 2026-11-02; remove one of the two."},
    ),
    "a currency in small letters": (
        ('currency = "USD"', 'currency = "usd"'),
        {"rates[0].currency": '"usd" is no currency code; write three capitals, such as "EUR".'},
    ),
    "a link that is none": (
        ('process_link = "https://', 'process_link = "'),
        {
            "process_link": '"wiki.harbor.example/operations/exception-handling" is no address; write one like '
            '"https://wiki.example/exceptions", or "" for none.'
        },
    ),
    # Sources and standards.
    "customers of a source that is not there": (
        ('customers = "crm"', 'customers = "crn"'),
        {"customers": 'There is no source "crn"; did you mean "crm"?'},
    ),
    "customers without names": (
        ('label = "name"\n', ""),
        {
            "sources[0].label": "Customers are searched here; write the column that holds their names, such as "
            'label = "name".'
        },
    ),
    "a kind of source that is not there": (
        ('kind = "csv"', 'kind = "excel"'),
        {"sources[0].kind": '"excel" is not known here; write "csv", "sql", "http" or "salesforce".'},
    ),
    "a standard without a title": (
        ('title = "Payment term"', 'title = ""'),
        {"standards[4].title": 'This is empty; write a text, such as "Operations supervisor".'},
    ),
    "a rule that is too long": (
        ('rule = "Net, from the date of the invoice."', f'rule = "{"x" * 301}"'),
        {"standards[4].rule": "This is 301 letters long; write at most 300."},
    ),
}


TOGETHER = (
    "bands that leave a gap",
    "a misspelt key",
    "a tier with no authorizer",
    "a group without its @",
    "a contact that is not there",
    "an unknown priority",
    "no time zone",
    "a rate of the policy's own currency",
    "two standards of one reference",
    "customers of a source that is not there",
    "a link that is none",
)

#: What may well be written there: a text for a title, no rates, no holds.
ALLOWED = [
    ("title", "three"),
    ("rates", []),
    ("delegates", []),
    ("agreements", []),
    ("regulatory", []),
    ("teams", []),
]


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_with_its_key_and_what_to_write(name: str) -> None:
    change, expected = FAULTS[name]
    policy, faults = faults_of(tomllib.loads(changed(change)))
    assert policy is None
    assert by_key(faults) == expected
    assert all(sentence.endswith((".", "?")) for sentence in expected.values())


def test_the_policy_as_shipped_has_no_fault() -> None:
    policy, faults = faults_of(tomllib.loads(changed()))
    assert policy is not None
    assert faults == ()


def test_one_run_names_all_that_is_wrong() -> None:
    every = [change for name, (change, _) in FAULTS.items() if name in TOGETHER]
    _, faults = faults_of(tomllib.loads(changed(*every)))
    expected = {key: sentence for name in TOGETHER for key, sentence in FAULTS[name][1].items()}
    assert by_key(faults) == expected
    assert len(expected) >= 10


def test_faults_stand_in_the_order_of_the_policy() -> None:
    every = [change for name, (change, _) in FAULTS.items() if name in TOGETHER]
    _, faults = faults_of(tomllib.loads(changed(*every)))
    sections = [fault.key.split(".")[0].split("[")[0] for fault in faults]
    assert sections == sorted(sections, key=list(Policy.model_fields).index)


def test_an_empty_policy_is_told_what_it_needs() -> None:
    _, faults = faults_of({})
    told = by_key(faults)
    assert told["title"] == 'This key is missing; write title = "Operations supervisor".'
    assert told["tiers"] == (
        "This table is missing; write [[tiers]] with name, title, at_least, channel, authorizers, decision_time."
    )
    assert told["contacts"] == "This table is missing; write [contacts.name] for each with title, who."
    assert set(told) == {name for name, field in Policy.model_fields.items() if field.is_required()}


@pytest.mark.parametrize("value", ["three", 3, [], ["x"], {"x": 1}, None, True])
def test_a_value_of_another_shape_is_told_and_never_breaks_the_check(value: object) -> None:
    written = tomllib.loads(changed())
    for key in written:
        _, faults = faults_of({**written, key: value})
        if (key, value) not in ALLOWED:
            assert any(fault.key.startswith(key) for fault in faults), key
        assert all(fault.sentence.endswith((".", "?")) for fault in faults)


def test_a_text_for_a_table_is_told() -> None:
    written = {**tomllib.loads(changed()), "expedited": "4h", "tiers": "three"}
    told = by_key(faults_of(written)[1])
    assert told["expedited"] == '"4h" is no table here; write [name] and its keys below it.'
    assert told["tiers"] == '"three" is no list here; write [[name]] for each row.'


def test_a_policy_made_in_code_is_checked_too() -> None:
    written = tomllib.loads(changed(FAULTS["bands that overlap"][0]))
    with pytest.raises(ValueError, match="the bands overlap; write 20"):
        Policy.model_validate(written)
