"""Terms into what people call them: by the labels of the policies that the log archived."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from disclosure_rules.errors import PolicyError
from disclosure_rules.recording.recalling import archived_policies

if TYPE_CHECKING:
    from disclosure_rules.language.phrases import Reader
    from disclosure_rules.language.vocabulary import Vocabulary
    from disclosure_rules.recording.log import DecisionLog


class Labels:
    """Labels of terms, in a language; older policies are read only for words that are gone."""

    def __init__(self, log: DecisionLog, reader: Reader) -> None:
        """Take the policies that a log archived."""
        self._log = log
        self._reader = reader
        self._unread: dict[str, list[str]] = defaultdict(list)
        for record in log.records("policies"):
            # Of what has been removed there are no labels.
            if record.content is not None and record.facts is not None:
                self._unread[record.content["bundle"]].append(record.content["reference"])
        self._read: dict[str, list[Vocabulary]] = defaultdict(list)

    def of(self, policy_set: str | None, taxonomy: str, term: str | None) -> str:
        """Return the label of a term, or the term itself where nothing has a label for it."""
        if term is None or policy_set is None:
            return term or ""
        for vocabulary in self._read[policy_set]:
            if _has(vocabulary, taxonomy, term):
                return vocabulary.label(taxonomy, term, self._reader)
        while self._unread[policy_set]:
            older = self._vocabulary(self._unread[policy_set].pop())
            if older is None:
                continue
            self._read[policy_set].append(older)
            if _has(older, taxonomy, term):
                return older.label(taxonomy, term, self._reader)
        return term

    def _vocabulary(self, source_digest: str) -> Vocabulary | None:
        try:
            return archived_policies(self._log.archive(source_digest)).vocabulary
        except PolicyError:
            # Written for another release: what it decided stands, only its labels are not read.
            return None


def _has(vocabulary: Vocabulary, taxonomy: str, term: str) -> bool:
    return taxonomy in vocabulary.taxonomies and term in vocabulary.taxonomies[taxonomy].terms
