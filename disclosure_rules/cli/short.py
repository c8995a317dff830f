"""A decision into a few lines for people: one for each item, with rules, reasons and duties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disclosure_rules.cli.words import OUTCOMES, WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.decision import Decision, ItemDecision


_IN_TIME = ("before", "with", "after")


def short_form(decision: Decision, language: str) -> Iterator[str]:
    """Yield the lines that tell a decision in a language."""
    yield OUTCOMES[language][decision.outcome]
    if decision.lapsed:
        yield "  " + WORDS[language]["lapsed"].format(policies=", ".join(decision.lapsed))
    for item in decision.items:
        yield from _item_lines(item, language)


def _item_lines(item: ItemDecision, language: str) -> Iterator[str]:
    words = WORDS[language]
    name = item.name or words["any_data"]
    line = words["item"].format(name=name, outcome=OUTCOMES[language][item.outcome])
    if item.rules:
        line += f" ({', '.join(item.rules)})"
    elif item.outcome == "no_ground":
        line += f" ({words['no_rule']})"
    yield f"  {line}"
    for reason in item.reasons:
        text = reason.text.get(language) or next(iter(reason.text.values()), None)
        if text:
            yield f"      {text}"
    lacking = [path for path in item.missing if path not in item.too_broad]
    for word, paths in (("missing", lacking), ("too_broad", item.too_broad)):
        if paths:
            yield f"      {words[word].format(paths=', '.join(paths))}"
    for line in dict.fromkeys(_duties(item, language)):
        yield f"      {line}"


def _duties(item: ItemDecision, language: str) -> Iterator[str]:
    words = WORDS[language]
    for obligation in sorted(item.obligations, key=lambda duty: _IN_TIME.index(duty.timing)):
        when = words[obligation.timing].format(within=obligation.within)
        titles = obligation.title
        title = titles.get(language) or next(iter(titles.values()), obligation.id)
        yield words["duty"].format(when=when, title=title)
