"""What changed between two policy sets into words of one language, before any rendering."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, assert_never

import yaml

from disclosure_rules.authoring.counterexamples import plain
from disclosure_rules.language.phrases import texts_of
from disclosure_rules.proving.differences import Duty, Pair, Released, Word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.authoring.differences.examples import Answered
    from disclosure_rules.authoring.differences.find import Change
    from disclosure_rules.authoring.differences.report import PolicySetShown, Report
    from disclosure_rules.authoring.differences.texts import TextChange
    from disclosure_rules.language.phrases import Reader
    from disclosure_rules.language.policy import Rule
    from disclosure_rules.proving.differences import Cause


@dataclass(frozen=True, slots=True)
class ToldAnswer:
    """What one policy set answers to an example."""

    called: str
    """Which of the two it is."""
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToldChange:
    """A class of requests that are answered otherwise, in words."""

    heading: str
    loosens: bool
    days: str
    """On which days; empty if on all."""
    asked: str
    """What introduces the example."""
    request: tuple[str, ...]
    """The example as YAML, line by line."""
    answers: tuple[ToldAnswer, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What changed between two policy sets, in words."""

    title: str
    verdict: tuple[str, ...]
    loosened: bool
    texts_title: str
    texts: tuple[str, ...]
    words_title: str
    words: tuple[str, ...]
    changes_title: str
    changes: tuple[ToldChange, ...]
    digests: str


def tell(report: Report, reader: Reader) -> Told:
    """Return what changed in the language of a reader."""
    return _Teller(report, reader).told()


class _Teller:
    def __init__(self, report: Report, reader: Reader) -> None:
        self._report = report
        self._reader: Reader = reader
        self._texts = texts_of("differences", reader)

    def _say(self, key: str, **details: object) -> str:
        text: str = self._texts[key].format_map(details)
        return text

    def told(self) -> Told:
        report = self._report
        old, new = report.old, report.new
        digests = (shown.engine.policy_set.digest[:12] for shown in (old, new))
        return Told(
            title=self._say("title", old=old.name, new=new.name),
            verdict=tuple(self._verdict()),
            loosened=report.found.loosened,
            texts_title=self._say("texts"),
            texts=tuple(map(self._text, report.texts)) or (self._say("no_texts"),),
            words_title=self._say("words"),
            words=tuple(self._words()),
            changes_title=self._say("changes"),
            changes=tuple(map(self._change, report.found.changes)),
            digests=self._say("digests", old=next(digests), new=next(digests)),
        )

    def _verdict(self) -> Iterator[str]:
        found = self._report.found
        number = len(found.changes)
        if number:
            key = "found" if number > 1 else "found_one"
            loosening = sum(change.loosens for change in found.changes)
            yield self._say(key, number=number, loosening=loosening)
        match found.result:
            case "complete" if number:
                yield self._say("all_found")
            case "complete":
                words = found.words
                other = (words.renamed, words.removed, words.facts_removed, words.retyped)
                yield self._say("same_words" if any(other) else "same")
            case "stopped":
                yield self._say("stopped", number=number)
            case "undecided":
                kinds = ", ".join(self._say(kind) for kind in found.undecided)
                yield self._say("undecided", limit=self._report.limit, kinds=kinds)
            case "mistaken":
                yield self._say("mistaken")
        if found.loosened:
            yield self._say("loosened")
        elif number and found.nothing_loosened:
            yield self._say("not_loosened")

    # --- The text ------------------------------------------------------------------------------

    def _text(self, change: TextChange) -> str:
        name = f"`{change.name}`"
        if change.old_name != change.name:
            name = self._say("was", name=name, old_name=f"`{change.old_name}`")
        parts = ", ".join(f"`{part}`" for part in change.parts)
        places = dict.fromkeys(
            span.line_reference for span in (change.old, change.new) if span is not None
        )
        return self._say(
            "text",
            how=self._say(change.how),
            what=self._say(change.what),
            name=name,
            parts=self._say("parts", parts=parts) if parts else "",
            place=" → ".join(places),
        )

    def _words(self) -> Iterator[str]:
        words = self._report.found.words
        for old, new in words.renamed:
            details = {"taxonomy": new.taxonomy, "old": old.term, "new": new.term}
            yield self._say("word_renamed", **details)
        for key, terms in (("word_added", words.added), ("word_removed", words.removed)):
            for word in terms:
                yield self._say(key, taxonomy=word.taxonomy, term=word.term)
        for key, paths in (
            ("fact_added", words.facts_added),
            ("fact_removed", words.facts_removed),
            ("fact_retyped", words.retyped),
        ):
            for path in paths:
                yield self._say(key, path=path)

    # --- The meaning ---------------------------------------------------------------------------

    def _change(self, change: Change) -> ToldChange:
        shown = change.shown
        key = "change_loosens" if change.loosens else "change"
        kind = self._say(change.kind)
        return ToldChange(
            heading=self._say(key, kind=kind, cause=self._cause(change.cause)),
            loosens=change.loosens,
            days=self._days(change),
            asked=self._say("request"),
            request=tuple(_yaml(shown.request)),
            answers=(
                self._answer("before", shown.old, self._report.old),
                self._answer("after", shown.new, self._report.new),
            ),
        )

    def _cause(self, cause: Cause) -> str:
        match cause:
            case Pair(old, new):
                return self._rule(old, new)
            case str(ground):
                return self._say("of_ground", ground=ground)
            case Duty(id_, timing, within):
                key = "of_duty_within" if within else "of_duty"
                return self._say(key, id=id_, timing=timing, within=within)
            case Released(duties):
                listed = ", ".join(f"`{duty}`" for duty in sorted(duties))
                return self._say("of_released" if duties else "of_nothing", duties=listed)
            case Word(taxonomy, term):
                return self._say("of_word", taxonomy=taxonomy, term=term)
        assert_never(cause)

    def _rule(self, old: Rule | None, new: Rule | None) -> str:
        if new is None:
            # INVARIANT: of a pair of rules one is there.
            assert old is not None  # noqa: S101 - states the invariant for the type checker
            return self._say("of_old_rule", name=old.name, place=old.span.line_reference)
        place = new.span.line_reference
        if old is None:
            return self._say("of_new_rule", name=new.name, place=place)
        return self._say("of_rule", name=new.name, place=place)

    def _days(self, change: Change) -> str:
        start, end = change.days.start, change.days.end
        if start == date.min and end == date.max:
            return ""
        if end == date.max:
            days = self._say("days_from", start=start)
        elif start == date.min:
            days = self._say("days_to", end=end)
        else:
            days = self._say("days_between", start=start, end=end)
        return self._say("days", days=days)

    def _answer(self, which: str, answered: Answered, shown: PolicySetShown) -> ToldAnswer:
        lines: list[str] = []
        if answered.left_out:
            paths = ", ".join(f"`{path}`" for path in answered.left_out)
            lines.append(self._say("left_out", paths=paths))
        decision = answered.decision
        if decision is None:
            lines.append(self._say("invalid"))
            return ToldAnswer(self._say(which), tuple(lines))
        lines += decision.explain(self._reader).short().split("\n")
        places = {
            rule.name: rule.span.line_reference
            for policy in shown.engine.policy_set.policies
            for rule in policy.rules.values()
        }
        rules = ", ".join(
            self._say("rule_at", name=name, place=places[name])
            for name in dict.fromkeys(rule for item in decision.items for rule in item.rules)
        )
        if rules:
            lines.append(self._say("rests_on", rules=rules))
        return ToldAnswer(self._say(which), tuple(lines))


def _yaml(request: dict[str, Any]) -> list[str]:
    made = yaml.safe_dump(plain(request), allow_unicode=True, sort_keys=False, width=90)
    return str(made).rstrip("\n").split("\n")
