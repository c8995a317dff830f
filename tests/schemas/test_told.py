"""docs/schemas.md says what only the loader and the engine see: held against the golden faults."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Literal

import pytest

from disclosure_rules import Engine, InvalidRequest, PolicyError
from disclosure_rules.authoring.schemas import read_words
from disclosure_rules.language.catalogue import CHECKED, CODES
from disclosure_rules.language.documents import DOCUMENTS
from disclosure_rules.language.schemas import Words
from disclosure_rules.language.tree import plain_data
from disclosure_rules.loading.faults import Faults
from disclosure_rules.loading.parse import parse
from tests.diagnostics.test_diagnostics import CASES, HERE, MADE
from tests.schemas.sets import ROOT, documents_of, validator, words_of
from tests.unit import small

PAGE = (ROOT / "docs" / "schemas.md").read_text(encoding="utf-8")
Sight = Literal["all", "some", "none"]
FAULTS = [code for code in CODES if code not in CHECKED]
"""What a closer look finds stands in documents that load, and is for no schema to see."""


@cache
def base() -> tuple[dict[str, str], Words]:
    """Return the kinds of the documents over which faulty ones are laid, and their words."""
    documents = documents_of(HERE / "base")
    kinds = {name: data["kind"] for name, data in documents.items()}
    return kinds, words_of(Engine.load(HERE / "base"), documents.values())


def faulty_documents(case: str) -> Iterator[tuple[list[str], Any]]:
    """Yield the documents of a case that can be read, each with the kinds it may be of."""
    folder = HERE / case
    whole = folder / "policies"
    for path in sorted(whole.rglob("*.yaml") if whole.is_dir() else folder.glob("*.yaml")):
        faults = Faults()
        root = parse(path.name, path.read_text(encoding="utf-8"), faults)
        if root is not None and not faults.has_errors():
            data = plain_data(root)
            said = data.get("kind") if isinstance(data, dict) else None
            kind = base()[0].get(path.name) or (said if isinstance(said, str) else None)
            # The first line may lead to any schema, if the document does not say what it is.
            yield ([kind] if kind in DOCUMENTS else [*DOCUMENTS]), data


def own_words(case: str) -> Words | None:
    """Return the words of the set that a case makes; None where its vocabulary is at fault."""
    whole = HERE / case / "policies"
    if not whole.is_dir():
        return base()[1]
    try:
        return read_words(whole)
    except PolicyError:
        return None


def seen(case: str, *, own: bool) -> bool:
    """Tell whether a schema refuses some document of a case."""
    if case in MADE:
        return False
    words = own_words(case) if own else None
    return any(
        not any(validator(kind, words).is_valid(data) for kind in kinds)
        for kinds, data in faulty_documents(case)
    )


@cache
def sight(code: str, *, own: bool) -> Sight:
    """Return whether schemas see a fault in all of its cases, in some or in none."""
    cases = [case for case in CASES if case.partition("__")[0] == code]
    found = {seen(case, own=own) for case in cases}
    return "some" if len(found) > 1 else "all" if found == {True} else "none"


# --- What the page lists -------------------------------------------------------------------------


def listed(heading: str) -> set[str]:
    """Return the codes below a heading of the page."""
    section = PAGE.split(f"\n### {heading}\n")[1].split("\n#")[0]
    return {word for word in re.findall(r"`(\w+)`", section) if word in CODES}


LISTS: dict[str, set[tuple[Sight, Sight]]] = {
    "What every schema sees": {("all", "all")},
    "What only a set's own schemas see": {("none", "all"), ("some", "all")},
    "What schemas see in part": {("some", "some"), ("none", "some")},
    "What only the loader sees": {("none", "none")},
}
"""What holds of the codes in each list: how the published schemas see them, and a set's own."""


@pytest.mark.parametrize("heading", LISTS)
def test_the_page_lists_which_faults_schemas_see(heading: str) -> None:
    wanted = {c for c in FAULTS if (sight(c, own=False), sight(c, own=True)) in LISTS[heading]}
    assert listed(heading) == wanted


def test_every_code_is_listed_once() -> None:
    found = [code for heading in LISTS for code in listed(heading)]
    assert sorted(found) == sorted(FAULTS)


# --- What the engine refuses beyond the schema of requests ---------------------------------------


def asked(**parts: Any) -> dict[str, Any]:
    return {"moment": small.MOMENT, **parts}


BEYOND: dict[str, dict[str, Any]] = {
    "two items of one name": asked(items=[{"name": "a"}, {"name": "a"}]),
    "a time that the calendar does not have": asked(moment="2026-02-30T12:00:00Z"),
    "an hour with more than 59 minutes": asked(moment="2026-02-28T12:60:00Z"),
    "a time outside of 0001-01-02 to 9999-12-30": asked(moment="0001-01-01T00:00:00Z"),
    "a date that the calendar does not have": asked(client={"born_on": "2026-02-30"}),
    "a whole number that is written with a decimal point": asked(client={"age": 3.0}),
    "a whole number beyond 2 to the power of 256": asked(client={"age": 2**256}),
    "half of a surrogate pair in a text": asked(client={"city": "\ud800"}),
}


@pytest.mark.parametrize("what", BEYOND)
def test_the_page_lists_what_the_engine_refuses_beyond(what: str) -> None:
    engine = small.load(small.policy("always: {effect: allow, ground: law}"))
    assert validator("request", words_of(engine, ())).is_valid(BEYOND[what])
    with pytest.raises(InvalidRequest):
        engine.decide(BEYOND[what])


def test_the_page_lists_nothing_else() -> None:
    section = PAGE.split("\n## What the engine refuses beyond\n")[1].split("\n#")[0]
    assert re.findall(r"^- (.+?)[;.]$", section, re.MULTILINE) == [*BEYOND]
