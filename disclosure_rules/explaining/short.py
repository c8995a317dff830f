"""A decision into its short form: a line for each item, and what must be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disclosure_rules.explaining.marked import unmarked
from disclosure_rules.explaining.told import closed
from disclosure_rules.language.phrases import printable
from disclosure_rules.language.policy import TIMINGS
from disclosure_rules.language.vocabulary import language_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from disclosure_rules.deciding.semantics import Scope
    from disclosure_rules.decision import Decision, ItemDecision
    from disclosure_rules.explaining.outline import Outliner
    from disclosure_rules.explaining.proving import Prover
    from disclosure_rules.explaining.speaking import Speaker


class ShortTeller:
    """Tell a decision in short: of what was refused, only what stood in the way."""

    def __init__(self, speaker: Speaker, outliner: Outliner, prover: Prover) -> None:
        """Speak as this speaker; prove only what needs a proof."""
        self.speaker = speaker
        self.outliner = outliner
        self.prover = prover

    def lines(self, decision: Decision, scopes: tuple[Scope, ...]) -> Iterator[str]:
        """Yield the outcome, then the items one by one, then the duties."""
        yield self.speaker.say(decision.outcome)
        why_closed = closed(decision, self.speaker)
        if why_closed is not None:
            yield f"  {unmarked(why_closed)}"
        for item, scope in zip(decision.items, scopes, strict=True):
            name = self.speaker.say("any_data") if item.name is None else printable(item.name)
            told = f"{name}: {self.speaker.say(item.outcome)}"
            yield f"  {told}{self._why(item, scope, is_open=why_closed is None)}"
        yield from (f"  {line}" for line in self._duties(decision))

    def _why(self, item: ItemDecision, scope: Scope, *, is_open: bool) -> str:
        """Return what stands behind the outcome of an item, with what parts it from that."""
        if item.rules:
            reasons = [self._sentence(reason.text) for reason in item.reasons]
            told = " ".join(filter(None, reasons))
            return f" ({', '.join(item.rules)})" + (f": {told}" if told else "")
        if item.outcome == "facts_missing":
            lacking = [path for path in item.missing if path not in item.too_broad]
            found = (("to_find_out", lacking), ("too_broad", item.too_broad))
            return "".join(
                f"; {self.speaker.say(key, facts=', '.join(map(self._fact, paths)))}"
                for key, paths in found
                if paths
            )
        if not is_open:
            return ""
        nearest = self.outliner.nearest(self.prover.item(scope))
        return f"; {unmarked(nearest or self.speaker.say('no_rule_at_all'))}"

    def _sentence(self, texts: Mapping[str, str]) -> str:
        language = language_for(texts, self.speaker.reader)
        return "" if language is None else printable(" ".join(texts[language].split()))

    def _fact(self, path: str) -> str:
        label = unmarked(self.speaker.label(self.speaker.vocabulary.fact_or_field(path)))
        return self.speaker.say("fact_and_path", label=label, path=path)

    def _duties(self, decision: Decision) -> Iterator[str]:
        """Yield each duty once; with the items that it comes with, unless it is all of them."""
        bound: dict[str, list[str]] = {}
        bringing = [item for item in decision.items if item.obligations]
        for item in bringing:
            in_time = sorted(item.obligations, key=lambda duty: TIMINGS.index(duty.timing))
            for told in dict.fromkeys(unmarked(self.speaker.duty(duty)) for duty in in_time):
                bound.setdefault(told, []).append(printable(item.name or ""))
        for told, names in bound.items():
            if len(names) == len(bringing) == len(decision.items):
                yield told
            else:
                listed = self.speaker.listed(names)
                yield self.speaker.say("only_for", duty=told, names=listed)
