"""What a case expects, as it is written, into expectations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast, get_args

from disclosure_rules.language.cases import Expectation, ExpectedOutcome
from disclosure_rules.language.phrases import phrase
from disclosure_rules.language.tree import Mapping, Node, Scalar, Sequence
from disclosure_rules.loading.types import listed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping as Table

    from disclosure_rules.language.vocabulary import Vocabulary
    from disclosure_rules.loading.declarations import Declarations
    from disclosure_rules.loading.faults import Faults

OUTCOMES: tuple[ExpectedOutcome, ...] = get_args(ExpectedOutcome)
_UNSAID = (None, None, None, None, None)
EXPECTED_KEYS = ("outcome", "rules", "grounds", "missing", "obligations", "before")


class ExpectationReader:
    """Read what is expected of a request, or of an item."""

    def __init__(self, vocabulary: Vocabulary, declarations: Declarations, faults: Faults) -> None:
        """Know the names that may be expected; put faults there."""
        self.declarations = declarations
        self.faults = faults
        versions = [v for vs in declarations.versions.values() for v in vs]
        obligations = frozenset(
            name for v in versions for name in (*v.names["obligation"], *v.broken)
        )
        # A name whose declaration could not be read may be a rule's or an obligation's.
        self.known: Table[str, frozenset[str]] = {
            "rules": frozenset(
                f"{v.policy}#{name}" for v in versions for name in (*v.names["rule"], *v.broken)
            ),
            "obligations": obligations,
            "before": obligations,
            "grounds": frozenset(vocabulary.taxonomies["grounds"].terms),
            "missing": frozenset(_paths(vocabulary)),
        }
        self.grounds_at: str = vocabulary.taxonomies["grounds"].span.line_reference

    def read(self, node: Node, *, of_item: bool = False) -> Expectation | None:
        """Return what a node expects; None with a fault."""
        if isinstance(node, Scalar):
            outcome = self._outcome(node, of_item=of_item)
            return Expectation(outcome, *_UNSAID, node.span) if outcome else None
        if not isinstance(node, Mapping):
            self.faults.add("wrong_shape", node.span, expected=phrase("expectation"))
            return None
        keys = {str(key): (key, value) for key, value in node.items()}
        for name, (key, _) in keys.items():
            if name not in EXPECTED_KEYS:
                self.faults.unknown(
                    "unknown_key", key.span, name[:60], EXPECTED_KEYS, known=listed(EXPECTED_KEYS)
                )
                return None
        if "outcome" not in keys:
            self.faults.add("missing_key", node.span, word="outcome")
            return None
        outcome = self._outcome(keys["outcome"][1], of_item=of_item)
        named: dict[str, Any] = {}
        for name in EXPECTED_KEYS[1:]:
            named[name] = self._names(name, keys[name][1]) if name in keys else None
            if name in keys and named[name] is None:
                return None
        if outcome is None:
            return None
        return Expectation(outcome=outcome, span=keys["outcome"][0].span, **named)

    def _outcome(self, node: Node, *, of_item: bool) -> ExpectedOutcome | None:
        # Only a request as a whole can be invalid: then there is no answer for any item.
        outcomes = [word for word in OUTCOMES if not of_item or word != "invalid"]
        if isinstance(node, Scalar) and node.value in outcomes:
            return cast("ExpectedOutcome", node.value)
        known = listed(outcomes)
        if isinstance(node, Scalar) and isinstance(node.value, str):
            self.faults.unknown("unknown_outcome", node.span, node.text, outcomes, known=known)
        else:
            self.faults.add("wrong_shape", node.span, expected=phrase("outcome", known=known))
        return None

    def _names(self, sort: str, node: Node) -> frozenset[str] | None:
        if not isinstance(node, Sequence):
            self.faults.add("wrong_shape", node.span, expected=phrase("list"))
            return None
        words = [part for part in node if isinstance(part, Scalar) and isinstance(part.value, str)]
        if len(words) < len(node):
            self.faults.add("wrong_shape", node.span, expected=phrase("names"))
            return None
        codes = {
            "rules": "unknown_rule",
            "obligations": "unknown_obligation",
            "before": "unknown_obligation",
            "grounds": "unknown_term",
            "missing": "unknown_fact",
        }
        choices = self.known[sort]
        at_grounds = {"taxonomy": "grounds", "listed": self.grounds_at}
        details = at_grounds if sort == "grounds" else {}
        for word in words:
            if word.text not in choices and not self.declarations.incomplete:
                self.faults.unknown(codes[sort], word.span, word.text, choices, **details)
        return frozenset(word.text for word in words)


def _paths(vocabulary: Vocabulary) -> Iterable[str]:
    facts = [f for e in vocabulary.entities.values() for f in e.facts.values()]
    fields = [below.path for f in facts for below in getattr(f.type, "fields", {}).values()]
    return [*vocabulary.request_facts, *(fact.path for fact in facts), *fields]
