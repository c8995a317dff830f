"""Case documents into cases: requests merged, checked, and paired with what is expected."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from disclosure_rules.errors import InvalidRequest
from disclosure_rules.language.cases import Case, Expectation
from disclosure_rules.language.noun import with_parts
from disclosure_rules.language.phrases import phrase
from disclosure_rules.language.tree import Key, Mapping, Node, Scalar, plain_data
from disclosure_rules.loading.case_tables import Cell, has_table, read_table
from disclosure_rules.loading.expectations import ExpectationReader
from disclosure_rules.loading.notices import read_clauses
from disclosure_rules.loading.shapes import Document, node_at, place
from disclosure_rules.loading.texts import read_texts
from disclosure_rules.loading.types import listed
from disclosure_rules.request import read_request

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Mapping as Table

    from disclosure_rules.language.documents import CaseShape, CasesShape
    from disclosure_rules.language.source import Span
    from disclosure_rules.language.vocabulary import Vocabulary
    from disclosure_rules.loading.declarations import Declarations
    from disclosure_rules.loading.faults import Faults


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
        self.expectations: ExpectationReader = ExpectationReader(vocabulary, declarations, faults)

    def read(self) -> Iterator[tuple[Key, list[Case]]]:
        """Yield each name with its cases that have no fault: a table has one for each cell."""
        for node in (self.shape.fixtures or {}).values():
            if not isinstance(node, Mapping):
                self.faults.add("wrong_shape", node.span, expected=phrase("part_of_request"))
        for key, shape in self.shape.cases.items():
            yield key, list(self._cases(key, shape))

    def _cases(self, key: Key, shape: CaseShape) -> Iterator[Case]:
        incomplete = self.declarations.incomplete
        clauses = read_clauses(shape.clauses, self.clauses, self.faults, incomplete=incomplete)
        title = read_texts(shape.title, self.vocabulary.languages, self.faults)
        cells = None
        if has_table(shape):
            cells = list(read_table(key, shape, self.vocabulary, self.faults))
        request = self._request(shape)
        if request is None:
            return
        case = Case(str(key), title, clauses, request, whole=None, items={}, span=key.span)
        if cells is None:
            read = [self._with_expectations(case, key, shape)]
        elif len(_items(request)) > 1:
            self.faults.add("table_items", self._place_in_request(key, shape, ("items",)))
            return
        else:
            read = [self._cell(case, cell, key, shape) for cell in cells]
        yield from (found for found in read if found is not None)

    def _with_expectations(self, case: Case, key: Key, shape: CaseShape) -> Case | None:
        expected = self._expected(shape.expect, case.request)
        if expected is None:
            return None
        whole, items = expected
        invalid = whole is not None and whole.outcome == "invalid"
        if not invalid and not self._fits_vocabulary(key, shape, case.request):
            return None
        return with_parts(case, whole=whole, items=items)

    def _cell(self, table: Case, cell: Cell, key: Key, shape: CaseShape) -> Case | None:
        request = cell.ask(table.request)
        expected = self.expectations.read(cell.expect, of_item=True)
        if expected is None or not self._fits_vocabulary(key, shape, request):
            return None
        return with_parts(
            table,
            id=cell.id(table.id),
            request=request,
            # A request that names no item asks about any data: that is its one, unnamed item.
            whole=None if _names_of_items(request) else expected,
            items=dict.fromkeys(_names_of_items(request), expected),
            span=cell.expect.span,
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
            merged = _merge(merged, plain_data(fixtures[Key(word.text, word.place)]))
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
        used = [fixtures[Key(word.text, word.place)] for word in reversed(shape.uses or ())]
        for root in (shape.request, *used) if steps else ():
            if node_at(root, steps) is not None:
                return place(root, steps, self.document.file)
        return place(self.document.root, ("cases", key, "request", *steps), self.document.file)

    def _expected(
        self, node: Node, request: Table[str, object]
    ) -> tuple[Expectation | None, dict[str, Expectation]] | None:
        if isinstance(node, Scalar):
            whole = self.expectations.read(node)
            return (whole, {}) if whole else None
        if not isinstance(node, Mapping) or not node:
            self.faults.add("wrong_shape", node.span, expected=phrase("expectations"))
            return None
        if not _items(request):
            whole = self.expectations.read(node)
            return (whole, {}) if whole else None
        known = _names_of_items(request)
        expectations = {}
        for key, below in node.items():
            if key not in known:
                self.faults.unknown(
                    "unknown_item", key.span, key[:60], known, known=listed(known) or None
                )
                continue
            expectation = self.expectations.read(below, of_item=True)
            if expectation is not None:
                expectations[str(key)] = expectation
        return (None, expectations) if len(expectations) == len(node) else None


def _items(request: Table[str, object]) -> list[object]:
    items = request.get("items")
    return items if isinstance(items, list) else []


def _names_of_items(request: Table[str, object]) -> list[str]:
    names = (item.get("name") for item in _items(request) if isinstance(item, dict))
    return [name for name in names if isinstance(name, str)]


def _merge(under: object, over: object) -> object:
    """Lay one piece of a request over another: mappings deeply, anything else replaced."""
    if not isinstance(under, dict) or not isinstance(over, dict):
        return over
    merged = dict(under)
    for key, value in over.items():
        merged[key] = _merge(under[key], value) if key in under else value
    return merged
