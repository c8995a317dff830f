"""A trace into a page that stands alone: to read, to print, to send."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disclosure_rules.authoring.trace.words import many
from disclosure_rules.language.phrases import texts_of
from disclosure_rules.publishing.conditions import bullets
from disclosure_rules.publishing.html import NOTHING, Node, element, joined
from disclosure_rules.publishing.layout import digests, document
from disclosure_rules.publishing.telling import Teller

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.authoring.trace.traced import Link, Trace, TracedClause, TracedRule
    from disclosure_rules.language.cases import Case
    from disclosure_rules.language.phrases import Reader
    from disclosure_rules.language.source import Span
    from disclosure_rules.publishing.book import Book


def as_page(trace: Trace, book: Book, reader: Reader) -> str:
    """Return a trace as HTML; whatever the policies hold stays text."""
    return _Page(trace, Teller(book, reader, texts_of("trace", reader))).html()


class _Page:
    def __init__(self, trace: Trace, teller: Teller) -> None:
        self.trace = trace
        self.teller = teller
        self.anchors = {t.rule.span: f"rule-{number}" for number, t in enumerate(trace.rules, 1)}
        """Of each rule, by its place; no id holds a hyphen, so that no clause has the same."""

    def html(self) -> str:
        say = self.teller.say
        title = say("title", id=self.trace.policy_set.vocabulary.id)
        body = element(
            "main",
            element("h1", title),
            self.teller.sentence("intro"),
            *self._notices(),
            element("h2", say("page_rules")),
            *map(self._rule, self.trace.rules),
        )
        footer = element("footer", *digests(self.teller))
        return document(self.teller.reader, title, (body, footer))

    # --- Clauses ---

    def _notices(self) -> Iterator[Node]:
        for notice in self.trace.policy_set.notices.values():
            clauses = [t for t in self.trace.clauses if t.clause.notice == notice.id]
            title = element("h2", self.teller.local(notice.title, notice.id))
            yield element("section", title, *map(self._clause, clauses))

    def _clause(self, traced: TracedClause) -> Node:
        say, clause = self.teller.say, traced.clause
        by_decision = clause.carried_by == "decision"
        lacking = by_decision and not traced.carried
        return element(
            "article",
            element("h3", self.teller.local(clause.where, clause.id)),
            element("p", self.teller.local(clause.says, clause.id), class_="says"),
            self._about(clause.id, clause.span, say(f"carried_by_{clause.carried_by}")),
            element("p", say("carried_by_nothing"), class_="warning") if lacking else NOTHING,
            bullets(map(self._link, traced.links), "carriers") if traced.links else NOTHING,
            self._cases("tested", traced.cases) if traced.cases or by_decision else NOTHING,
            id=clause.id,
            class_="clause",
        )

    def _link(self, link: Link) -> Node:
        say, traced = self.teller.say, link.rule
        place = self._place(link.span)
        named = (say(f"kind_{link.kind}"), ": ", self.teller.local(link.title, link.name))
        if traced is None:
            return (*named, " ", place)
        rule = element("a", self._title(traced), href=f"#{self.anchors[traced.rule.span]}")
        if link.kind == "rule":
            return (self._effect(traced), " ", rule, " ", place)
        return (*named, " (", say("kind_rule"), ": ", rule, ") ", place)

    # --- Rules ---

    def _rule(self, traced: TracedRule) -> Node:
        say, rule = self.teller.say, traced.rule
        clauses = [element("a", element("code", c), href=f"#{c}") for c in traced.clauses]
        guarantees = [self.teller.local(g.title, g.id) for g in traced.guarantees]
        return element(
            "article",
            element("h3", self._effect(traced), " ", self._title(traced)),
            self._about(rule.name, rule.span, say("version", version=traced.version)),
            element("p", say("clauses"), ": ", joined(clauses, ", "))
            if clauses
            else element("p", say("no_clauses"), class_="warning"),
            element("p", say("guarantees"), ": ", joined(guarantees, "; "))
            if guarantees
            else NOTHING,
            self._cases("decides", traced.cases),
            id=self.anchors[rule.span],
            class_=f"rule {rule.effect}",
        )

    def _title(self, traced: TracedRule) -> Node:
        return self.teller.local(traced.rule.title, traced.rule.name)

    def _effect(self, traced: TracedRule) -> Node:
        effect = traced.rule.effect
        return element("span", self.teller.say(effect), class_=f"effect {effect}")

    # --- Both ---

    def _about(self, name: str, span: Span, told: Node) -> Node:
        parts = (element("code", name), told, self._place(span))
        return element("p", joined(parts, " · "), class_="about")

    def _place(self, span: Span) -> Node:
        return element("code", self.teller.book.place(span))

    def _cases(self, what: str, cases: tuple[Case, ...]) -> Node:
        said = self.teller.say(many(what, len(cases)), number=str(len(cases)))
        if not cases:
            return element("p", said, class_="none")
        named = [
            (self.teller.local(case.title, case.id), " ", self._place(case.span)) for case in cases
        ]
        return element("details", element("summary", said), bullets(named), class_="cases")
