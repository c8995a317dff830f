"""Files into a PolicySet: read, shaped, declared, resolved, joined and checked as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from disclosure_rules.errors import PolicyError
from disclosure_rules.language.documents import DOCUMENTS
from disclosure_rules.language.policy import PolicySet, change_dates
from disclosure_rules.language.rendering import as_text
from disclosure_rules.language.source import Span, whole_file
from disclosure_rules.loading.cases import CaseReader
from disclosure_rules.loading.declarations import Declarations, Declared
from disclosure_rules.loading.digests import digest_of_bytes, digest_of_meaning
from disclosure_rules.loading.faults import Faults
from disclosure_rules.loading.files import Origin, below_folder, read_files, shown_name
from disclosure_rules.loading.guarantees import read_guarantees
from disclosure_rules.loading.notices import NoticeReader, clause_names
from disclosure_rules.loading.parse import decode, parse
from disclosure_rules.loading.policies import PolicyReader, declare
from disclosure_rules.loading.readings import read_readings
from disclosure_rules.loading.shapes import Document, read_document
from disclosure_rules.loading.vocabularies import read_vocabulary
from disclosure_rules.loading.whole import (
    check_definitions,
    check_ends,
    check_obligations,
    check_versions,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from disclosure_rules.language.cases import Case
    from disclosure_rules.language.diagnostics import Diagnostic
    from disclosure_rules.language.guarantees import Guarantee
    from disclosure_rules.language.phrases import Reader
    from disclosure_rules.language.policy import Reading
    from disclosure_rules.language.tree import Key
    from disclosure_rules.language.vocabulary import Vocabulary

    _Named = TypeVar("_Named", Guarantee, Reading)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of a load: the set, if it has no errors, and every diagnostic."""

    policy_set: PolicySet | None
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, str]
    """The text of each file, by name."""

    def text(self, reader: Reader = "en") -> str:
        """Return the diagnostics as people read them, in the language of the reader."""
        return as_text(self.diagnostics, self.sources, reader)


def load_policies(origin: Origin, shown_as: str | None = None) -> PolicySet:
    """Return the policy set of an origin.

    Raises:
        PolicyError: The set has errors; it holds every diagnostic.
    """
    return sound(read_policies(origin, shown_as))


def sound(loaded: Loaded) -> PolicySet:
    """Return the policy set of a load.

    Raises:
        PolicyError: It has errors; the error holds every diagnostic.
    """
    if loaded.policy_set is None:
        raise PolicyError(loaded.diagnostics, loaded.sources)
    return loaded.policy_set


def read_policies(origin: Origin, shown_as: str | None = None, *, whole: bool = True) -> Loaded:
    """Read a policy set, collecting every fault of every file.

    Args:
        origin: Where the documents are.
        shown_as: How their folder is shown; by default as it was named.
        whole: Whether these are all of the set; if not, names may be declared in the others.
    """
    faults = Faults()
    shown = shown_as if shown_as is not None else shown_name(origin)
    return read_policy_files(read_files(origin, faults, shown), shown, faults, whole=whole)


def read_policy_files(
    files: Mapping[str, bytes], shown: str, faults: Faults, *, whole: bool = True
) -> Loaded:
    """Read a policy set of files, as `read_policies` does.

    Args:
        files: Their bytes, by the names that messages show.
        shown: How their folder is shown.
        faults: What was found amiss when they were read.
        whole: Whether these are all of the set.
    """
    texts = {name: decode(name, content, faults) for name, content in files.items()}
    sources = {name: text for name, text in texts.items() if text is not None}
    documents = _read_documents(sources, faults)
    complete = whole and len(documents) == len(files)
    vocabulary = _vocabulary(documents, shown, faults, complete=complete)
    policy_set = None
    if vocabulary is not None:
        joining = _Joining(vocabulary, documents, faults, complete=complete)
        policy_set = joining.join(digest_of_bytes(below_folder(files, shown)))
    if faults.has_errors():
        policy_set = None
    return Loaded(policy_set, faults.in_order(), sources)


class Rereader:
    """Read a policy set again and again, each time with another text for one of its documents."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        """Read the documents of a policy set that has no faults."""
        self._texts = dict(texts)
        self._documents = _read_documents(texts, Faults())

    def read(self, file: str, text: str) -> PolicySet | None:
        """Return the set with this text in the place of a document; None where it has faults."""
        faults = Faults()
        documents = [document for document in self._documents if document.file != file]
        documents += _read_documents({file: text}, faults)
        vocabulary = _vocabulary(documents, "", faults, complete=True)
        if vocabulary is None or faults.has_errors():
            return None
        texts = {**self._texts, file: text}
        files = {name: text.encode("utf-8") for name, text in texts.items()}
        joining = _Joining(vocabulary, documents, faults, complete=True)
        policy_set = joining.join(digest_of_bytes(below_folder(files, "")))
        return None if faults.has_errors() else policy_set


def _read_documents(sources: Mapping[str, str], faults: Faults) -> list[Document]:
    documents = []
    for name, text in sources.items():
        root = parse(name, text, faults)
        document = None if root is None else read_document(name, root, faults)
        if document is not None:
            documents.append(document)
    return documents


def _of_kind(documents: Iterable[Document], kind: str) -> list[Document]:
    return [document for document in documents if isinstance(document.shape, DOCUMENTS[kind])]


def _vocabulary(
    documents: list[Document], folder: str, faults: Faults, *, complete: bool
) -> Vocabulary | None:
    """Return the set's one vocabulary; None where it has faults that hide what words mean."""
    found = _of_kind(documents, "vocabulary")
    if not found:
        if complete and documents:
            faults.add("no_vocabulary", whole_file(folder or documents[0].file))
        return None
    for other in found[1:]:
        faults.add("second_vocabulary", other.key("kind"), first=found[0].file)
    if found[0].broken:
        return None
    clauses = clause_names(_of_kind(documents, "notice"))
    return read_vocabulary(found[0], clauses, faults, incomplete=not complete)


class _Joining:
    """Join the documents of a set on its vocabulary."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        documents: list[Document],
        faults: Faults,
        *,
        complete: bool,
    ) -> None:
        self.vocabulary = vocabulary
        self.documents = documents
        self.faults = faults
        self.complete = complete
        self.cited = clause_names(_of_kind(documents, "notice"))

    def join(self, source_digest: str) -> PolicySet:
        """Return the set, without the parts that have faults."""
        read = NoticeReader(
            self.vocabulary.languages, self.cited, self.faults, incomplete=not self.complete
        )
        for document in _of_kind(self.documents, "notice"):
            read.read(document)
        written = _of_kind(self.documents, "policy")
        declared = [
            (document, own)
            for document in written
            if (own := declare(document, self.vocabulary, self.faults)) is not None
        ]
        declarations = Declarations(
            _by_policy(own for _, own in declared),
            incomplete=not self.complete or len(declared) < len(written),
        )
        policies = [
            PolicyReader(
                document, own, self.vocabulary, declarations, self.cited, self.faults
            ).read()
            for document, own in declared
        ]
        policies.sort(key=lambda policy: (policy.id, policy.period.start))
        check_versions(policies, self.faults)
        check_ends(policies, self.faults)
        check_obligations(policies, self.faults)
        guarantees = list(self._guarantees(declarations).values())
        check_definitions(policies, guarantees, self.faults)
        return PolicySet(
            vocabulary=self.vocabulary,
            notices=read.notices,
            clauses=read.clauses,
            readings=self._readings(declarations),
            policies=tuple(policies),
            guarantees=tuple(guarantees),
            cases=tuple(self._cases(declarations)),
            digest=digest_of_meaning(self.vocabulary, read.clauses, tuple(policies)),
            source_digest=source_digest,
            _changes=change_dates(tuple(policies)),
        )

    def _duplicate(self, word: str, first: Span, again: Span) -> None:
        self.faults.add("duplicate_id", again, word=word, first=first.line_reference)

    def _readings(self, declarations: Declarations) -> dict[str, Reading]:
        languages = self.vocabulary.languages
        incomplete = declarations.incomplete
        return self._once(
            reading
            for document in _of_kind(self.documents, "notice")
            for reading in read_readings(
                document, languages, self.cited, self.faults, incomplete=incomplete
            )
        )

    def _guarantees(self, declarations: Declarations) -> dict[str, Guarantee]:
        return self._once(
            guarantee
            for document in _of_kind(self.documents, "guarantees")
            for guarantee in read_guarantees(
                document, self.vocabulary, declarations, self.cited, self.faults
            )
        )

    def _cases(self, declarations: Declarations) -> list[Case]:
        cases: list[Case] = []
        named: dict[str, Key] = {}
        for document in _of_kind(self.documents, "cases"):
            reader = CaseReader(document, self.vocabulary, declarations, self.cited, self.faults)
            for key, read in reader.read():
                first = named.setdefault(key, key)
                if first is not key:
                    self._duplicate(key, first.span, key.span)
                cases += read
        return cases

    def _once(self, named: Iterable[_Named]) -> dict[str, _Named]:
        """Return each by its name, the first of a name that was given again."""
        found: dict[str, _Named] = {}
        for one in named:
            first = found.setdefault(one.id, one)
            if first is not one:
                self._duplicate(one.id, first.span, one.span)
        return found


def _by_policy(declared: Iterable[Declared]) -> dict[str, tuple[Declared, ...]]:
    versions: dict[str, tuple[Declared, ...]] = {}
    for own in sorted(declared, key=lambda own: own.period.start):
        versions[own.policy] = (*versions.get(own.policy, ()), own)
    return versions
