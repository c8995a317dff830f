"""`log show`: what a record says, and a decision explained again from the log alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from disclosure_rules.cli.log_options import log_option, opened, told
from disclosure_rules.cli.log_verify import removal_line
from disclosure_rules.cli.options import common_options, print_json, say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from disclosure_rules.language.phrases import Reader
    from disclosure_rules.recording.log import DecisionLog
    from disclosure_rules.recording.reading import Recorded
    from disclosure_rules.recording.recalling import Recalled

_OF_DECISIONS: Final = ("timestamp", "requested_by", "correlation_id", "fulfilled")
_PLAIN: Final = {
    "opening": ("timestamp",),
    "key": ("timestamp", "key_id"),
    "policies": ("timestamp",),
    "decision": _OF_DECISIONS,
    "invalid_request": _OF_DECISIONS,
    "disclosure": ("timestamp", "about", "sent_at", "reference", "items", "fulfilled"),
    "fulfilment": ("timestamp", "about", "fulfilled", "note"),
    "withholding": ("timestamp", "recipient", "until", "order"),
    "removal": ("timestamp",),
}
"""What is told of a record of each kind, as it stands there."""


@click.command()
@click.argument("record", metavar="ID")
@log_option
@click.option("--all", "everything", is_flag=True, help="Tell also the rules about something else.")
@common_options
def show(record: str, log_file: Path, form: str, language: Reader, *, everything: bool) -> None:
    """Show the record ID; a decision is made again from the log, and explained.

    It is made again by the policies that the log archived, with the facts that it kept. What was
    withheld is unknown then.
    """
    with opened(log_file, form, language) as log:
        found = log.record(record)
        recalled = _recalled(log, found)
        if form == "json":
            print_json(_data(found, recalled, language, everything=everything))
            return
        say([told(f"kind_{found.kind}", language, id=found.id, number=found.number)])
        say(f"  {line}" for line in _about(found, language))
        if found.lacks_something or found.kind == "removal":
            say(f"  {line}" for line in _removals(log, found, language))
        if recalled is not None:
            explained = str(recalled.decision.explain(language, everything=everything))
            say(["", *explained.split("\n")])
            say(_again(recalled, language))
        elif found.kind == "decision" and found.content is not None:
            say(["", *_answers(found.content, language), "", told("not_again", language)])


def _recalled(log: DecisionLog, found: Recorded) -> Recalled | None:
    from disclosure_rules.recording.recalling import archived_policies, recall

    if found.kind != "decision" or found.content is None:
        return None
    ((_, bundle),) = found.content["bundles"].items()
    return recall(archived_policies(log.archive(bundle["source"])), found)


def _data(
    found: Recorded, recalled: Recalled | None, language: Reader, *, everything: bool
) -> dict[str, Any]:
    again = None
    if recalled is not None:
        items = recalled.decision.items
        again = {
            "outcome": recalled.decision.outcome,
            "withheld": list(recalled.withheld),
            "open": [items[number].name for number in recalled.open],
            "otherwise": [items[number].name for number in recalled.otherwise],
            "explanation": recalled.decision.explain(language, everything=everything).as_dict(),
        }
    return {"record": found.as_dict(), "again": again}


def _about(found: Recorded, language: Reader) -> Iterator[str]:
    said = found.content
    if said is None:
        yield told("removed_content", language)
        return
    for name in _PLAIN[found.kind]:
        if name in said:
            value = said[name] if isinstance(said[name], str) else _listed(said[name])
            yield told(f"said_{name}", language, value=value)
    if "subject" in said:
        yield told("said_subject", language, **said["subject"])
    for fault in said.get("faults", ()):
        yield told("said_fault", language, **fault)
    for name, bundle in said.get("bundles", {}).items():
        more = {"digest": bundle["revision"][:12], "version": said["labels"]["version"]}
        yield told("said_policies", language, name=name, **more)
    if found.kind == "policies":
        yield told("said_archive", language, name=said["bundle"], digest=said["revision"][:12])


def _removals(log: DecisionLog, found: Recorded, language: Reader) -> Iterator[str]:
    """Yield the orders by which something was removed from a record, or which it is itself."""
    for removal in log.removals():
        if removal.id == str(found.id) or removal.has(found.number):
            yield removal_line(removal, language)


def _answers(said: dict[str, Any], language: Reader) -> Iterator[str]:
    """Yield how each item came out, as it was recorded."""
    from disclosure_rules.language.phrases import texts_of

    outcomes = texts_of("explanations", language)
    yield outcomes[said["result"]["outcome"]]
    for item in said["result"]["items"]:
        rules = f" ({', '.join(item['rules'])})" if "rules" in item else ""
        name = told("unnamed", language) if item["name"] is None else f"`{item['name']}`"
        yield f"  {name}: {outcomes[item['outcome']]}{rules}"


def _again(recalled: Recalled, language: Reader) -> Iterator[str]:
    yield ""
    if recalled.withheld:
        yield told("withheld", language, facts=_listed(recalled.withheld))
    items = recalled.decision.items
    for word, numbers in (("open_again", recalled.open), ("otherwise_again", recalled.otherwise)):
        if numbers:
            names = [items[number].name or told("unnamed", language) for number in numbers]
            yield told(word, language, items=_listed(names))
    if not recalled.open and not recalled.otherwise:
        yield told("same_again", language)


def _listed(words: Any) -> str:
    return ", ".join(f"`{word}`" for word in words)
