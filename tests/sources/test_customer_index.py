"""Customers are found as one types: by words of the name or the id, accents and capitals apart."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta

import pytest

from bot.sources.customer_index import CustomerIndex
from bot.sources.protocol import Customer, SourceUnavailableError
from models.folding import fold
from tests.sources.files import LiveSource

NAMES = {
    "C1": "Müller & Söhne GmbH",
    "C2": "O'Hara's Kitchens",
    "C3": "北極星商事株式会社",
    "C4": "أفق النخيل التجارية",
    "C5": "Café Müllerin",
    "C6": "Łódź Østergård İnci",
    "C7": "Ironmuller Works",
    "C8": "Werk Straße 9",
    "C9": "Ａｃｍｅ Ｗｉｄｅ",
    "C10": "Zeta Muller",
}


async def index_of(names: dict[str, str]) -> CustomerIndex:
    index = CustomerIndex(LiveSource(found=[Customer(id=id_, name=name) for id_, name in names.items()]))
    await index.refresh()
    return index


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("müller & s", "C1"),
        ("MULLER SO", "C1"),
        ("mueller soe", "C1"),
        ("sohne mull", "C1"),
        ("ohara", "C2"),
        ("O’Hara", "C2"),
        ("商事", "C3"),
        ("النخيل", "C4"),
        ("cafe", "C5"),
        ("lodz", "C6"),
        ("ostergard", "C6"),
        ("oestergard", None),
        ("inci", "C6"),
        ("strasse", "C8"),
        ("acme wide", "C9"),
        ("c7", "C7"),
        ("C10", "C10"),
        ("<script>", None),
        ("%", None),
        ("\t\n", "C9"),
    ],
)
async def test_a_customer_is_found_as_people_type(text: str, found: str | None) -> None:
    first = next(iter((await index_of(NAMES)).search(text)), None)
    assert (first.id if first else None) == found


async def test_names_that_begin_come_first_then_words_then_the_rest() -> None:
    index = await index_of(NAMES)
    assert [customer.id for customer in index.search("muller")] == ["C1", "C5", "C10", "C7"]


async def test_an_id_comes_before_every_name() -> None:
    index = await index_of({"7": "Seven", "77": "7 Eleven", "8": "7"})
    assert [customer.id for customer in index.search("7")] == ["7", "8", "77"]


async def test_customers_of_one_name_are_all_found_by_their_ids() -> None:
    index = await index_of({f"N{n}": "Same Name" for n in range(30)})
    assert [index.search(f"N{n}")[0].id for n in range(30)] == [f"N{n}" for n in range(30)]
    assert len(index.search("same", limit=50)) == 30


async def test_no_more_than_the_limit_and_each_once() -> None:
    index = await index_of({f"A{n}": f"Alpha Alpine Alp {n}" for n in range(100)})
    for text in ("", "al", "alp", "al al", "lp"):
        found = index.search(text)
        assert len(found) == 20
        assert len({customer.id for customer in found}) == 20
    assert index.search("al", limit=3) == index.search("al")[:3]


async def test_each_customer_is_found_by_each_of_its_words_and_by_any_part() -> None:
    index = await index_of(NAMES)
    for id_, name in NAMES.items():
        for word in name.split():
            assert id_ in [c.id for c in index.search(word)], word
        assert id_ in [c.id for c in index.search(name[2:6])]


async def test_get_knows_the_customers_of_the_last_refresh() -> None:
    source = LiveSource(found=[Customer(id="A", name="Old", detail="Retail · Spain")])
    index = CustomerIndex(source)
    assert index.get("A") is None
    assert index.search("old") == ()
    await index.refresh()
    assert index.get("A") == Customer(id="A", name="Old", detail="Retail · Spain")
    source.found = [Customer(id="B", name="New")]
    await index.refresh()
    assert index.get("A") is None
    assert len(index) == 1


async def test_a_refresh_that_fails_leaves_the_customers_as_they_were() -> None:
    source = LiveSource(found=[Customer(id="A", name="Old")])
    index = CustomerIndex(source)
    await index.refresh()
    source.error = SourceUnavailableError("The CRM is closed.")
    with pytest.raises(SourceUnavailableError, match="The CRM is closed"):
        await index.refresh()
    source.error, source.answers, source.time_limit = None, asyncio.Event(), timedelta(milliseconds=20)
    with pytest.raises(SourceUnavailableError, match="Live records did not answer within"):
        await index.refresh()
    assert [customer.id for customer in index.search("old")] == ["A"]


def test_folding_drops_marks_of_direction() -> None:
    assert fold("\u200fאבג\u200e") == fold("אבג")


async def test_100_000_customers_are_searched_fast() -> None:
    # The time of the processor, so that a busy machine makes no search look slow.
    sounds = ["ka", "lo", "mi", "ra", "ten", "sor", "vil", "mü", "ber", "gra"]
    names = {
        f"C{n}": f"{sounds[n % 10]}{sounds[n // 10 % 10]} {sounds[n // 100 % 10]}{sounds[n // 1000 % 10]} {n}"
        for n in range(100_000)
    }
    index = await index_of(names)
    for text in ("k", "kalo mi", "k m t", "nothing like it", "99999", "lo", "vilmu 4"):
        taken = []
        for _ in range(3):
            start = time.thread_time()
            index.search(text)
            taken.append(time.thread_time() - start)
        assert min(taken) < 0.1, text
