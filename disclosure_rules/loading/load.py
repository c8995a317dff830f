"""Files into a PolicySet: read, shaped, declared, resolved, joined and checked as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar, cast

from disclosure_rules.errors import PolicyError
from disclosure_rules.language.documents import DOCUMENTS, NoticeShape
from disclosure_rules.language.policy import Clause, Notice, PolicySet, change_dates
from disclosure_rules.language.rendering import as_text
from disclosure_rules.language.source import Span, whole_file
from disclosure_rules.loading.cases import CaseReader
from disclosure_rules.loading.declarations import Declarations, Declared
from disclosure_rules.loading.digests import digest_of_bytes, digest_of_meaning
from disclosure_rules.loading.faults import Faults
from disclosure_rules.loading.files import Origin, read_files
from disclosure_rules.loading.guarantees import read_guarantees
from disclosure_rules.loading.parse import decode, parse
from disclosure_rules.loading.policies import PolicyReader, declare
from disclosure_rules.loading.readings import read_readings
from disclosure_rules.loading.shapes import Document, read_document
from disclosure_rules.loading.texts import read_texts
from disclosure_rules.loading.vocabularies import read_vocabulary
from disclosure_rules.loading.whole import (
    check_definitions,
    check_ends,
    check_obligations,
    check_versions,
)

if TYPE_CHECKING:
    from disclosure_rules.language.cases import Case
    from disclosure_rules.language.diagnostics import Diagnostic
    from disclosure_rules.language.guarantees import Guarantee
    from disclosure_rules.language.phrases import Reader
    from disclosure_rules.language.policy import CarriedBy, Reading
    from disclosure_rules.language.vocabulary import Vocabulary

    _Named = TypeVar("_Named", Case, Guarantee, Reading)


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
    loaded = read_policies(origin, shown_as)
    if loaded.policy_set is None:
        raise PolicyError(loaded.diagnostics, loaded.sources)
    return loaded.policy_set


def read_policies(origin: Origin, shown_as: str | None = None) -> Loaded:
    """Read a policy set, collecting every fault of every file."""
    faults = Faults()
    shown = shown_as if shown_as is not None else _name(origin)
    files = read_files(origin, faults, shown)
    texts = {name: decode(name, content, faults) for name, content in files.items()}
    sources = {name: text for name, text in texts.items() if text is not None}
    documents = _read_documents(sources, faults)
    vocabulary = _vocabulary(documents, shown, faults, complete=len(documents) == len(files))
    policy_set = None
    if vocabulary is not None:
        joining = _Joining(vocabulary, documents, faults, complete=len(documents) == len(files))
        policy_set = joining.join(digest_of_bytes(below_folder(files, shown)))
    if faults.has_errors():
        policy_set = None
    return Loaded(policy_set, faults.in_order(), sources)


def _name(origin: Origin) -> str:
    return "" if isinstance(origin, Mapping) else str(origin)


def below_folder(files: Mapping[str, bytes], folder: str) -> dict[str, bytes]:
    """Return the files by their path below the folder, wherever that lies."""
    prefix = folder.rstrip("/") + "/"
    return {name.removeprefix(prefix): content for name, content in files.items()}


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
    return read_vocabulary(found[0], faults)


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
        self.notices: dict[str, Notice] = {}
        self.clauses: dict[str, Clause] = {}
        self.cited: set[str] = set()
        """The clauses that may be cited: those that could not be read, too."""

    def join(self, source_digest: str) -> PolicySet:
        """Return the set, without the parts that have faults."""
        for document in _of_kind(self.documents, "notice"):
            self._read_clauses(document)
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
            notices=self.notices,
            clauses=self.clauses,
            readings=self._readings(declarations),
            policies=tuple(policies),
            guarantees=tuple(guarantees),
            cases=tuple(self._cases(declarations).values()),
            digest=digest_of_meaning(self.vocabulary, self.clauses, tuple(policies)),
            source_digest=source_digest,
            _changes=change_dates(tuple(policies)),
        )

    def _read_clauses(self, document: Document) -> None:
        shape = cast("NoticeShape", document.shape)
        self.cited |= {*map(str, shape.clauses), *document.broken}
        languages = self.vocabulary.languages
        notice = Notice(
            id=shape.id.text,
            title=read_texts(shape.title, languages, self.faults),
            source=read_texts(shape.source, languages, self.faults),
        )
        self.notices.setdefault(notice.id, notice)
        for key, below in shape.clauses.items():
            if key in self.clauses:
                self._duplicate(key, self.clauses[key].span, key.span)
                continue
            self.clauses[str(key)] = Clause(
                id=str(key),
                notice=notice.id,
                where=read_texts(below.where, languages, self.faults),
                says=read_texts(below.says, languages, self.faults),
                carried_by=cast("CarriedBy", below.carried_by.text),
                span=key.span,
            )

    def _duplicate(self, word: str, first: Span, again: Span) -> None:
        self.faults.add("duplicate_id", again, word=word, first=first.line_reference)

    def _readings(self, declarations: Declarations) -> dict[str, Reading]:
        languages = self.vocabulary.languages
        return self._once(
            reading
            for document in _of_kind(self.documents, "notice")
            for reading in read_readings(document, languages, declarations, self.cited, self.faults)
        )

    def _guarantees(self, declarations: Declarations) -> dict[str, Guarantee]:
        return self._once(
            guarantee
            for document in _of_kind(self.documents, "guarantees")
            for guarantee in read_guarantees(
                document, self.vocabulary, declarations, self.cited, self.faults
            )
        )

    def _cases(self, declarations: Declarations) -> dict[str, Case]:
        return self._once(
            case
            for document in _of_kind(self.documents, "cases")
            for case in CaseReader(
                document, self.vocabulary, declarations, self.cited, self.faults
            ).read()
        )

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
