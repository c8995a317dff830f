"""Coverage into a page that stands alone: the policies, line by line, with what was seen.

What a line says of itself it says by a sign and in words; colours only repeat it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from os.path import realpath
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from disclosure_rules.authoring.coverage_style import STYLE
from disclosure_rules.authoring.coverage_text import CoverageTeller
from disclosure_rules.authoring.writing import write_whole
from disclosure_rules.language.vocabulary import language_for
from disclosure_rules.publishing.html import NOTHING, Node, element
from disclosure_rules.publishing.layout import document

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from disclosure_rules.authoring.coverage import Coverage, Tally
    from disclosure_rules.authoring.coverage_parts import Part, Passage
    from disclosure_rules.deciding.kleene import Truth
    from disclosure_rules.language.phrases import Reader

MADE_BY: Final = "disclosure-rules test --coverage-html"
"""By which a page of ours is known."""

_LINE_BREAK: Final = re.compile("\r\n|[\r\n]")
Standing: TypeAlias = Literal["whole", "partly", "unseen"]
_SIGNS: Final[dict[Standing, str]] = {"whole": "✓", "partly": "◐", "unseen": "✗"}


class OccupiedError(Exception):
    """The file is there, and is no page of coverage."""


def write_page(file: Path, page: str) -> None:
    """Write a page of coverage, in place of an earlier one: as a whole or not at all.

    Raises:
        OccupiedError: Something else is there.
        OSError: It cannot be written.
    """
    file = Path(realpath(file))
    if file.is_symlink() or (file.exists() and not _is_ours(file)):
        raise OccupiedError
    write_whole(file, page)


def _is_ours(file: Path) -> bool:
    if not file.is_file():
        return False
    with file.open("rb") as stream:
        return MADE_BY.encode() in stream.read(1024)


def make_page(coverage: Coverage, reader: Reader) -> str:
    """Return the page of a policy set's coverage, in the language of a reader."""
    return _Page(coverage, reader).made()


class _Page:
    def __init__(self, coverage: Coverage, reader: Reader) -> None:
        self.coverage = coverage
        self.teller = CoverageTeller(coverage, reader)
        self.say = self.teller.say
        self._files = {file: number for number, file in enumerate(coverage.texts, 1)}

    def made(self) -> str:
        title = self.say("title", id=self.coverage.policy_set.vocabulary.id)
        number = len(self.coverage.policy_set.cases)
        main = element(
            "main",
            element("h1", title),
            element("p", self.teller.figures("figure", self.coverage.total), class_="figure"),
            element("p", self.say("intro", number=number), class_="says"),
            self._legend(),
            self._policies(),
            self._clauses(),
            self._gaps(),
            *(self._source(file, text) for file, text in self.coverage.texts.items()),
        )
        body = (main, self._footer())
        return document(self.teller.reader, title, body, style=STYLE, made_by=MADE_BY)

    def _legend(self) -> Node:
        entries = [
            element("li", _sign(standing), " ", self.say(f"sign_{standing}")) for standing in _SIGNS
        ]
        nothing = element("li", self.say("sign_nothing"))
        return element("ul", *entries, nothing, class_="legend", aria_label=self.say("legend"))

    # --- Figures ---

    def _policies(self) -> Node:
        rows = []
        for policy in self.coverage.policy_set.policies:
            name = element("code", policy.id), " ", policy.version
            file = policy.span.file
            link = element("a", file, href=f"#{self._anchor(file)}")
            rows.append((name, link, self.coverage.tally_of(self.coverage.of(policy))))
        return (
            element("h2", self.say("policies")),
            self._table(("policy", "document"), rows),
        )

    def _clauses(self) -> Node:
        policy_set, reader = self.coverage.policy_set, self.teller.reader
        rows = []
        for clause, parts in self.coverage.parts.of_clauses.items():
            says = policy_set.clauses[clause].says
            language = language_for(says, reader)
            told = element("span", says[language], lang=language) if language else NOTHING
            name = element("code", clause), " ", told
            rows.append((name, self.coverage.tally(parts)))
        if not rows:
            return NOTHING
        return element("h2", self.say("clauses")), self._table(("one_clause",), rows)

    def _table(
        self, heads: tuple[str, ...], rows: Iterable[tuple[*tuple[Node, ...], Tally]]
    ) -> Node:
        columns = [
            *(element("th", self.say(head), scope="col") for head in heads),
            *(
                element("th", self.say(head), scope="col", class_="number")
                for head in ("coverage", "seen")
            ),
        ]
        made = []
        for *cells, tally in rows:
            standing = _standing(tally)
            percent = f"{self.teller.percent(tally)}%"
            made.append(
                element(
                    "tr",
                    *(element("td", cell) for cell in cells),
                    element("td", _sign(standing), " ", percent, class_="number"),
                    element("td", f"{tally.seen} / {tally.possible}", class_="number"),
                )
            )
        head = element("thead", element("tr", *columns))
        return element("table", head, element("tbody", *made), class_="figures")

    def _gaps(self) -> Node:
        gaps = [gap for passage in self.coverage.passages for gap in self._gap(passage)]
        told = element("ul", *gaps, class_="gaps") if gaps else element("p", self.say("all_seen"))
        return element("h2", self.say("gaps")), told

    def _gap(self, passage: Passage) -> Iterator[Node]:
        parts = [part for part in passage.parts if self.coverage.unseen(part)]
        if not parts:
            return
        below = [
            element(
                "li",
                element("a", str(part.span.line), href=f"#{self._anchor(*_line(part))}"),
                " ",
                element("code", part.what),
                " ",
                self.teller.never(part),
            )
            for part in parts
        ]
        name = element("b", passage.name), " (", passage.policy.version, ")"
        yield element("li", *name, element("ul", *below))

    # --- The policies themselves ---

    def _source(self, file: str, text: str) -> Node:
        parts: dict[int, list[Part]] = defaultdict(list)
        passages = [p for p in self.coverage.passages if p.span.file == file]
        for passage in passages:
            for part in passage.parts:
                parts[part.span.line].append(part)
        lines = _LINE_BREAK.split(text)
        if not lines[-1]:
            lines.pop()
        rows = [
            self._row(file, number, line, parts.get(number, []))
            for number, line in enumerate(lines, 1)
        ]
        tally = self.coverage.tally_of(passages)
        return element(
            "section",
            element("h2", file, id=self._anchor(file), class_="file"),
            element("p", self.teller.figures("figure", tally), class_="about"),
            element("ol", *rows, class_="lines"),
        )

    def _row(self, file: str, number: int, line: str, parts: list[Part]) -> Node:
        tally = self.coverage.tally(parts)
        standing = _standing(tally) if parts else None
        return element(
            "li",
            element("span", str(number), class_="line"),
            _sign(standing) if standing else element("span"),
            element("code", line.expandtabs(8)),
            self._note(parts, tally) if parts else NOTHING,
            id=self._anchor(file, number),
            class_=standing,
        )

    def _note(self, parts: list[Part], tally: Tally) -> Node:
        gaps = [self.teller.never(part) for part in parts if self.coverage.unseen(part)]
        short = self.teller.tally(tally)
        summary = f"{short}: {', '.join(dict.fromkeys(gaps))}" if gaps else short
        return element(
            "details",
            element("summary", summary),
            element("ul", *(self._told(part) for part in parts)),
        )

    def _told(self, part: Part) -> Node:
        truths = [self._truth(part, truth) for truth in part.can]
        return element("li", element("code", part.what), element("ul", *truths))

    def _truth(self, part: Part, truth: Truth) -> Node:
        case = self.coverage.seen.get((part.key, truth))
        sign = _sign("unseen" if case is None else "whole")
        told = self.say("never") if case is None else self.say("first_case", case=case)
        return element("li", sign, f" {self.say(truth.value)}: {told}")

    def _anchor(self, file: str, line: int | None = None) -> str:
        name = f"file-{self._files[file]}"
        return name if line is None else f"{name}-line-{line}"

    def _footer(self) -> Node:
        policy_set = self.coverage.policy_set
        digests = {"digest": policy_set.digest, "source_digest": policy_set.source_digest}
        return element(
            "footer",
            *(
                element("p", self.say(name), ": ", element("code", digest))
                for name, digest in digests.items()
            ),
        )


def _line(part: Part) -> tuple[str, int]:
    return part.span.file, part.span.line


def _standing(tally: Tally) -> Standing:
    if tally.whole:
        return "whole"
    return "partly" if tally.seen else "unseen"


def _sign(standing: Standing) -> Node:
    """Return a sign; what it means stands beside it in words wherever it stands."""
    return element("span", _SIGNS[standing], class_=f"sign {standing}", aria_hidden="true")
