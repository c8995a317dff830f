"""A decision into a few lines for people: one for each item, with rules, reasons and duties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disclosure_rules.cli.words import WORDS
from disclosure_rules.language.phrases import texts_of
from disclosure_rules.language.policy import TIMINGS
from disclosure_rules.language.vocabulary import language_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.decision import Decision, ItemDecision
    from disclosure_rules.language.phrases import Reader


def short_form(decision: Decision, language: Reader) -> Iterator[str]:
    """Yield the lines that tell a decision in a language."""
    texts = texts_of("explanations", language)
    yield texts[decision.outcome]
    if decision.lapsed:
        yield "  " + texts["lapsed"].format(policies=", ".join(decision.lapsed))
    for item in decision.items:
        yield from _item_lines(item, language)


def _item_lines(item: ItemDecision, language: Reader) -> Iterator[str]:
    words, texts = WORDS[language], texts_of("explanations", language)
    line = f"{item.name or texts['any_data']}: {texts[item.outcome]}"
    if item.rules:
        line += f" ({', '.join(item.rules)})"
    elif item.outcome == "no_ground":
        line += f" ({words['no_rule']})"
    yield f"  {line}"
    for reason in item.reasons:
        told_in = language_for(reason.text, language)
        if told_in is not None:
            yield f"      {reason.text[told_in]}"
    lacking = [path for path in item.missing if path not in item.too_broad]
    for word, paths in (("missing", lacking), ("too_broad", item.too_broad)):
        if paths:
            yield f"      {words[word].format(paths=', '.join(paths))}"
    for line in dict.fromkeys(_duties(item, language)):
        yield f"      {line}"


def _duties(item: ItemDecision, language: Reader) -> Iterator[str]:
    texts = texts_of("explanations", language)
    for duty in sorted(item.obligations, key=lambda duty: TIMINGS.index(duty.timing)):
        told_in = language_for(duty.title, language)
        title = duty.id if told_in is None else duty.title[told_in]
        yield texts[duty.timing].format(title=title, within=duty.within)
