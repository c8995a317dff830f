"""The matrix: who may be given what, for which purpose, on which grounds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from disclosure_rules.publishing.conditions import bullets
from disclosure_rules.publishing.html import NOTHING, Node, element, joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from disclosure_rules.language.vocabulary import Taxonomy
    from disclosure_rules.publishing.matrix import Cell, Part, Table, Terms
    from disclosure_rules.publishing.telling import Teller

_NO_PURPOSE: Final = "no-purpose"
_FEW: Final = 8
"""Up to so many recipients, or categories, have a row, or column, of their own. More columns than
these are made to fit on a sheet at the cost of broken words."""
_SIGNS: Final = {"always": "✓", "never": "✗", "possible": "◐"}


def matrix_page(teller: Teller) -> Node:
    """Return a table of recipients and categories of data for each purpose."""
    parts = teller.book.matrix
    if not parts:
        return teller.sentence("no_matrix")
    lapsed = teller.book.in_force.lapsed
    return (
        teller.sentence("matrix_intro", day=element("b", teller.book.day.isoformat())),
        element("p", teller.say("lapsed", policies=", ".join(lapsed)), class_="warning")
        if lapsed
        else NOTHING,
        _legend(teller),
        element(
            "nav",
            bullets(_heading(teller, part, anchored=False) for part in parts),
            class_="contents flat",
        ),
        *(_part(teller, part) for part in parts),
    )


def _legend(teller: Teller) -> Node:
    entries = [
        element(
            "li",
            element("span", sign, class_=f"sign {verdict}", aria_hidden="true"),
            teller.say(f"legend_{verdict}"),
        )
        for verdict, sign in _SIGNS.items()
    ]
    return element("ul", *entries, class_="legend")


def _part(teller: Teller, part: Part) -> Node:
    return element(
        "section",
        element("h2", _heading(teller, part, anchored=True)),
        *(_table(teller, operations, table) for operations, table in part.tables),
        class_="matrix",
    )


def _heading(teller: Teller, part: Part, *, anchored: bool) -> Node:
    """Return the purposes of a part: as its heading, or as a link to it."""
    if not part.purposes:
        shown = teller.say("no_purpose")
        if anchored:
            return element("span", shown, id=_NO_PURPOSE)
        return teller.link("matrix", _NO_PURPOSE, shown)
    told = covering(teller, "purposes", part.purposes, "purpose-" if anchored else None)
    if anchored:
        return teller.say("for_purposes", purposes=joined(told, ", "))
    return teller.link("matrix", f"purpose-{part.purposes[0]}", joined(told, ", "))


def covering(teller: Teller, taxonomy: str, terms: Terms, anchors: str | None = None) -> list[Node]:
    """Return the broadest terms that cover these and nothing else, each with what it covers."""
    words = teller.vocabulary.taxonomies[taxonomy]

    def label(term: str) -> Node:
        shown = teller.local(words.terms[term].label, term)
        return shown if anchors is None else element("span", shown, id=f"{anchors}{term}")

    def told(term: str) -> Node:
        if words.is_leaf(term):
            return label(term)
        below = [label(each) for each in words.descendants(term) if words.is_leaf(each)]
        broad = teller.local(words.terms[term].label, term)
        return (broad, element("small", " (", joined(below, ", "), ")"))

    return [told(term) for term in _broadest(words, frozenset(terms))]


def _broadest(words: Taxonomy, terms: frozenset[str]) -> Iterator[str]:
    """Yield the broadest terms of which every narrowest one is among these."""
    pending = [term.id for term in words.terms.values() if term.parent is None][::-1]
    while pending:
        term = pending.pop()
        narrowest = {each for each in words.descendants(term) if words.is_leaf(each)}
        if narrowest <= terms:
            yield term
        elif narrowest & terms:
            pending.extend(reversed(words.terms[term].narrower))


# --- Tables --------------------------------------------------------------------------------------


def _table(teller: Teller, operations: Terms, table: Table) -> Node:
    notes = _Notes(table)
    columns = _headings(teller, "data", table.columns)
    rows = _headings(teller, "recipients", [to for to, _ in table.rows])
    told = covering(teller, "operations", operations)
    corner = element("td", teller.say("recipient_and_data"), class_="corner")
    head = [element("th", label, scope="col") for labels in columns for label in labels]
    body = [
        element(
            "tr",
            element("th", label, scope="row"),
            *(
                _cell(teller, cell, notes, rows=len(labels), columns=len(across))
                for cell, across in zip(cells, columns, strict=True)
                if not number
            ),
        )
        for labels, (_, cells) in zip(rows, table.rows, strict=True)
        for number, label in enumerate(labels)
    ]
    return element(
        "figure",
        element("figcaption", teller.say("for_operations", operations=joined(told, ", "))),
        element(
            "table",
            element("thead", element("tr", corner, *head)),
            element("tbody", *body),
            class_="many" if len(head) > _FEW else None,
        ),
        notes.told(teller),
    )


def _headings(teller: Teller, taxonomy: str, groups: Iterable[Terms]) -> list[list[Node]]:
    """Return the headings of each group: one for each term where there are few, else one."""
    groups = list(groups)
    if sum(map(len, groups)) > _FEW:
        told = [covering(teller, taxonomy, terms) for terms in groups]
        return [[joined(each, element("br"))] for each in told]
    words = teller.vocabulary.taxonomies[taxonomy].terms
    return [[teller.local(words[term].label, term) for term in terms] for terms in groups]


class _Notes:
    """The denials that are open in a table: those of every possible cell, and the rest numbered."""

    def __init__(self, table: Table) -> None:
        possible = [cell for _, cells in table.rows for cell in cells if cell.verdict == "possible"]
        each = [frozenset(cell.denying) for cell in possible]
        self.of_all = frozenset.intersection(*each) if each else frozenset[str]()
        denying = dict.fromkeys(name for cell in possible for name in cell.denying)
        rest = [name for name in denying if name not in self.of_all]
        self.numbers = {name: str(number) for number, name in enumerate(rest, 1)}

    def told(self, teller: Teller) -> Node:
        """Return what stands below the table."""
        of_all = [teller.named("rules", name) for name in sorted(self.of_all)]
        numbered = [
            element("p", element("sup", number), " ", teller.named("rules", name), class_="note")
            for name, number in self.numbers.items()
        ]
        if not of_all and not numbered:
            return NOTHING
        shared = (
            [element("div", teller.say("unless_prohibited"), bullets(of_all), class_="note")]
            if of_all
            else []
        )
        listed = (
            [element("p", teller.say("unless_numbered"), class_="note"), *numbered]
            if numbered
            else []
        )
        return (*shared, *listed)


def _cell(teller: Teller, cell: Cell, notes: _Notes, *, rows: int, columns: int) -> Node:
    sign = element("span", _SIGNS[cell.verdict], class_="sign", aria_hidden="true")
    told: list[Node] = [sign, " ", element("b", teller.say(cell.verdict))]
    if cell.verdict == "never":
        told.append(element("p", _never(teller, cell)))
    else:
        told.append(bullets(_grounds(teller, cell)))
    open_here = frozenset(cell.denying) if cell.verdict == "possible" else frozenset[str]()
    numbers = [number for name, number in notes.numbers.items() if name in open_here]
    if numbers:
        told.append(
            element("p", teller.say("except_numbers", numbers=", ".join(numbers)), class_="notes")
        )
    spans = {"rowspan": str(rows), "colspan": str(columns)}
    wide = {key: count for key, count in spans.items() if count != "1"}
    return element("td", *told, class_=cell.verdict, **wide)


def _never(teller: Teller, cell: Cell) -> Node:
    if not cell.denying:
        return teller.say("no_ground_at_all")
    return teller.both([teller.named("rules", name) for name in cell.denying])


def _grounds(teller: Teller, cell: Cell) -> Iterator[Node]:
    """Yield the grounds of a cell, each with a link to the rule or rules that rest on it."""
    rules: dict[str, list[str]] = {}
    for rule in teller.book.in_force.allow_rules:
        if rule.name in cell.allowing:
            rules.setdefault(str(rule.ground), []).append(rule.name)
    grounds = teller.vocabulary.taxonomies["grounds"].terms
    for ground in (term for term in grounds if term in rules):
        label = teller.local(grounds[ground].label, ground)
        first, *others = rules[ground]
        if others:
            yield teller.term("grounds", ground)
        else:
            yield teller.named_as("rules", first, label)
