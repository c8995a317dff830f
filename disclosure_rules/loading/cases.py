"""Case documents into cases: requests merged, checked, and paired with what is expected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast, get_args

from disclosure_rules.errors import InvalidRequest
from disclosure_rules.language.cases import Case, Expectation, ExpectedOutcome
from disclosure_rules.language.phrases import phrase
from disclosure_rules.language.tree import Key, Mapping, Node, Scalar, Sequence, plain_data
from disclosure_rules.loading.notices import read_clauses
from disclosure_rules.loading.shapes import Document, node_at, place
from disclosure_rules.loading.texts import read_texts
from disclosure_rules.loading.types import listed
from disclosure_rules.request import read_request

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping as Table

    from disclosure_rules.language.documents import CaseShape, CasesShape
    from disclosure_rules.language.source import Span
    from disclosure_rules.language.vocabulary import Vocabulary
    from disclosure_rules.loading.declarations import Declarations
    from disclosure_rules.loading.faults import Faults

OUTCOMES: tuple[ExpectedOutcome, ...] = get_args(ExpectedOutcome)
EXPECTED_KEYS = ("outcome", "rules", "grounds", "missing", "obligations")


class CaseReader:
    """Read the cases of one document."""

    def __init__(
        self,
        document: Document,
        vocabulary: Vocabulary,
        declarations: Declarations,
        clauses: Iterable[str],
        faults: Faults,
    ) -> None:
        """Read this document, in that context."""
        self.document = document
        self.shape: CasesShape = cast("CasesShape", document.shape)
        self.vocabulary = vocabulary
        self.declarations = declarations
        self.clauses: frozenset[str] = frozenset(clauses)
        self.faults = faults
        versions = [v for vs in declarations.versions.values() for v in vs]
        # A name whose declaration could not be read may be a rule's or an obligation's.
        self.rules: set[str] = {
            f"{v.policy}#{name}" for v in versions for name in (*v.names["rule"], *v.broken)
        }
        self.obligations: set[str] = {
            name for v in versions for name in (*v.names["obligation"], *v.broken)
        }

    def read(self) -> list[Case]:
        """Return the cases that have no fault."""
        for node in (self.shape.fixtures or {}).values():
            if not isinstance(node, Mapping):
                self.faults.add("wrong_shape", node.span, expected=phrase("part_of_request"))
        read = (self._case(key, shape) for key, shape in self.shape.cases.items())
        return [case for case in read if case is not None]

    def _case(self, key: Key, shape: CaseShape) -> Case | None:
        incomplete = self.declarations.incomplete
        clauses = read_clauses(shape.clauses, self.clauses, self.faults, incomplete=incomplete)
        title = read_texts(shape.title, self.vocabulary.languages, self.faults)
        request = self._request(shape)
        if request is None:
            return None
        expected = self._expected(shape.expect, request)
        if expected is None:
            return None
        whole, items = expected
        invalid = whole is not None and whole.outcome == "invalid"
        if not invalid and not self._fits_vocabulary(key, shape, request):
            return None
        return Case(
            id=str(key),
            title=title,
            clauses=clauses,
            request=request,
            whole=whole,
            items=items,
            span=key.span,
        )

    def _request(self, shape: CaseShape) -> dict[str, object] | None:
        fixtures = self.shape.fixtures or {}
        merged: object = {}
        complete = True
        for word in shape.uses or ():
            if word.text not in fixtures:
                if word.text not in self.document.broken:
                    self.faults.unknown("unknown_fixture", word.span, word.text, fixtures)
                complete = False
                continue
            merged = _merge(merged, plain_data(fixtures[Key(word.text, word.span)]))
        if not isinstance(shape.request, Mapping):
            self.faults.add("wrong_shape", shape.request.span, expected=phrase("request"))
            return None
        merged = _merge(merged, plain_data(shape.request))
        return cast("dict[str, object]", merged) if complete else None

    def _fits_vocabulary(self, key: Key, shape: CaseShape, request: Table[str, object]) -> bool:
        try:
            read_request(self.vocabulary, request)
        except InvalidRequest as error:
            for fault in error.faults:
                self.faults.add(
                    "case_request",
                    self._place_in_request(key, shape, fault.steps),
                    path=fault.path,
                    problem=fault.problem,
                )
            return False
        return True

    def _place_in_request(self, key: Key, shape: CaseShape, steps: tuple[str | int, ...]) -> Span:
        """Return where the request, or else a fixture, writes what the steps lead to."""
        fixtures = self.shape.fixtures or {}
        used = [fixtures[Key(word.text, word.span)] for word in reversed(shape.uses or ())]
        for root in (shape.request, *used) if steps else ():
            if node_at(root, steps) is not None:
                return place(root, steps, self.document.file)
        return place(self.document.root, ("cases", key, "request", *steps), self.document.file)

    def _expected(
        self, node: Node, request: Table[str, object]
    ) -> tuple[Expectation | None, dict[str, Expectation]] | None:
        if isinstance(node, Scalar):
            whole = self._expectation(node)
            return (whole, {}) if whole else None
        if not isinstance(node, Mapping) or not node:
            self.faults.add("wrong_shape", node.span, expected=phrase("expectations"))
            return None
        given = request.get("items")
        items = given if isinstance(given, list) else []
        if not items:
            whole = self._expectation(node)
            return (whole, {}) if whole else None
        names = [item.get("name") for item in items if isinstance(item, dict)]
        known = [name for name in names if isinstance(name, str)]
        expectations = {}
        for key, below in node.items():
            if key not in known:
                self.faults.unknown(
                    "unknown_item", key.span, key[:60], known, known=listed(known) or None
                )
                continue
            expectation = self._expectation(below, of_item=True)
            if expectation is not None:
                expectations[str(key)] = expectation
        return (None, expectations) if len(expectations) == len(node) else None

    def _expectation(self, node: Node, *, of_item: bool = False) -> Expectation | None:
        if isinstance(node, Scalar):
            outcome = self._outcome(node, of_item=of_item)
            return Expectation(outcome, None, None, None, None, node.span) if outcome else None
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
        known: Table[str, Iterable[str]] = {
            "rules": self.rules,
            "obligations": self.obligations,
            "grounds": self.vocabulary.taxonomies["grounds"].terms,
            "missing": self._paths(),
        }
        codes = {
            "rules": "unknown_rule",
            "obligations": "unknown_obligation",
            "grounds": "unknown_term",
            "missing": "unknown_fact",
        }
        choices = set(known[sort])
        place = self.vocabulary.taxonomies["grounds"].span.line_reference
        details = {"taxonomy": "grounds", "listed": place} if sort == "grounds" else {}
        for word in words:
            if word.text not in choices and not self.declarations.incomplete:
                self.faults.unknown(codes[sort], word.span, word.text, choices, **details)
        return frozenset(word.text for word in words)

    def _paths(self) -> list[str]:
        facts = [f for e in self.vocabulary.entities.values() for f in e.facts.values()]
        fields = [below.path for f in facts for below in getattr(f.type, "fields", {}).values()]
        return [*self.vocabulary.request_facts, *(fact.path for fact in facts), *fields]


def _merge(under: object, over: object) -> object:
    """Lay one piece of a request over another: mappings deeply, anything else replaced."""
    if not isinstance(under, dict) or not isinstance(over, dict):
        return over
    merged = dict(under)
    for key, value in over.items():
        merged[key] = _merge(under[key], value) if key in under else value
    return merged
