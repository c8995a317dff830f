"""A request into the words of another vocabulary: what that one has no words for is left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from disclosure_rules.authoring.differences.words import can_read
from disclosure_rules.language.vocabulary import Categories, OneTerm, TermSet
from disclosure_rules.proving.asked import Asked
from disclosure_rules.proving.differences import Word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.language.vocabulary import Vocabulary

    Request = dict[str, Any]


class Translator:
    """Translates requests from the words of one vocabulary into those of another."""

    def __init__(self, source: Vocabulary, target: Vocabulary, names: Mapping[Word, str]) -> None:
        """Know both.

        Args:
            source: The words of the requests.
            target: The words into which they are translated.
            names: What each term is called there that has another name.
        """
        self._source = source
        self._target = target
        self._names = names

    def request(self, request: Request) -> Request:
        """Return a request as the target can read it, unless it says a term that one lacks."""
        return self._mapping(request, "")

    def left_out(self, request: Request) -> tuple[str, ...]:
        """Return the paths of the facts that are left out, sorted."""
        given, read = (
            {path for path, _ in _values(each, "")} for each in (request, self.request(request))
        )
        return tuple(sorted(given - read))

    def _mapping(self, given: Mapping[str, Any], above: str) -> Request:
        made: Request = {}
        for key, value in given.items():
            path = above + ("item" if not above and key == "items" else key)
            if not above and key not in self._source.request_facts:
                if path in self._target.entities:
                    made[key] = self._nested(value, f"{path}.")
            elif can_read(self._target, self._source, path):
                made[key] = self._value(value, path)
        return made

    def _nested(self, value: Any, above: str) -> Any:
        if isinstance(value, list):
            return [self._nested(part, above) for part in value]
        return self._mapping(value, above) if isinstance(value, Mapping) else value

    def _value(self, value: Any, path: str) -> Any:
        kind = Asked.kind(self._target, path)
        if isinstance(kind, (OneTerm, Categories, TermSet)):
            return self._terms(value, kind.taxonomy)
        return self._nested(value, f"{path}.")

    def _terms(self, value: Any, taxonomy: str) -> Any:
        if isinstance(value, list):
            return [self._terms(term, taxonomy) for term in value]
        return self._names.get(Word(taxonomy, value), value) if isinstance(value, str) else value


def _values(given: Mapping[str, Any], above: str) -> Iterator[tuple[str, Any]]:
    """Yield what a request gives, by vocabulary path; what stands in lists, too."""
    for key, value in given.items():
        path = above + ("item" if not above and key == "items" else key)
        yield path, value
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, Mapping):
                yield from _values(part, f"{path}.")


def words_in(vocabulary: Vocabulary, request: Request) -> set[Word]:
    """Return the terms that a request says, wherever it says them."""
    found = set()
    for path, value in _values(request, ""):
        kind = Asked.kind(vocabulary, path)
        if isinstance(kind, (OneTerm, Categories, TermSet)):
            terms = value if isinstance(value, list) else [value]
            found |= {Word(kind.taxonomy, term) for term in terms}
    return found
