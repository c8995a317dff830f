"""Who could receive what: for each category of data a table of every way, proved complete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disclosure_rules.publishing.conditions import bullets
from disclosure_rules.publishing.html import NOTHING, Node, element, joined
from disclosure_rules.publishing.matrix_page import covering
from disclosure_rules.publishing.receivers import terms_told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from disclosure_rules.publishing.receivers import Receiving
    from disclosure_rules.publishing.telling import Teller

    Terms = tuple[str, ...]

_COLUMNS = ("recipient", "purpose", "operation", "ground", "unless_denied")


def receivers_page(teller: Teller, proved: Sequence[tuple[Terms, Sequence[Receiving]]]) -> Node:
    """Return the tables of all categories.

    Args:
        teller: Who tells it.
        proved: Categories that come out alike, each with every way to receive them.
    """
    return (
        teller.sentence("receivers_intro", day=element("b", teller.book.day.isoformat())),
        *(_section(teller, categories, ways) for categories, ways in proved),
    )


def _section(teller: Teller, categories: Terms, ways: Sequence[Receiving]) -> Node:
    heading = joined(covering(teller, "data", categories), ", ")
    if not ways:
        table: Node = teller.sentence("received_by_nobody")
    else:
        heads = (element("th", teller.say(f"column_{key}"), scope="col") for key in _COLUMNS)
        table = element(
            "figure",
            element(
                "table",
                element("thead", element("tr", *heads)),
                element("tbody", *(_row(teller, way) for way in ways)),
            ),
        )
    return element(
        "section",
        element("h2", heading, id=f"data-{categories[0]}"),
        table,
        class_="matrix",
    )


def _row(teller: Teller, way: Receiving) -> Node:
    ground = teller.local(
        teller.vocabulary.taxonomies["grounds"].terms[str(way.rule.ground)].label,
        str(way.rule.ground),
    )
    rule = element("small", teller.named("rules", way.rule.name))
    denials = [teller.named("rules", deny.name) for deny in way.denials]
    return element(
        "tr",
        element("td", terms_told(teller, "recipients", way.recipients)),
        element("td", terms_told(teller, "purposes", way.purposes)),
        element("td", terms_told(teller, "operations", way.operations)),
        element("td", ground, element("br"), rule),
        element("td", bullets(denials) if denials else NOTHING),
    )
