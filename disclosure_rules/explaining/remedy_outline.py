"""Remedies into lines: what would have an item permitted, or why nothing can be told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disclosure_rules.explaining.proof import RecordName
from disclosure_rules.explaining.proof_outline import Line
from disclosure_rules.explaining.values import NEW_ID
from disclosure_rules.language.vocabulary import Plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.decision import Outcome
    from disclosure_rules.explaining.changes import Change, Said
    from disclosure_rules.explaining.remedies import Remedies, Remedy
    from disclosure_rules.explaining.speaking import Speaker


class RemedyOutliner:
    """Make lines of remedies in the language of a speaker."""

    def __init__(self, speaker: Speaker) -> None:
        """Use the words of this speaker."""
        self.speaker = speaker

    def lines(self, remedies: Remedies, outcome: Outcome) -> Iterator[Line]:
        """Yield the remedies of an item that came out so; if there are none, why."""
        if outcome == "permitted":
            return
        if remedies.found:
            below = [self._alike(group) for group in _alike(remedies.found)]
            if remedies.untried:
                key = "untried_one" if remedies.untried == 1 else "untried"
                below.append(Line(self.speaker.say(key, number=remedies.untried)))
            yield Line(self.speaker.say("remedies"), "section", below=tuple(below))
        if outcome == "facts_missing" and not remedies.found:
            yield Line(self.speaker.say("search_open"))
        elif remedies.waits_for and outcome != "facts_missing":
            facts = ", ".join(self.speaker.label(fact) for fact in remedies.waits_for)
            key = "more_once_known" if remedies.found else "once_known"
            yield Line(self.speaker.say(key, facts=facts))
        elif not remedies.found:
            none = remedies.ending == "none_possible"
            yield Line(self.speaker.say("no_remedy" if none else "search_stopped"))

    def _alike(self, remedies: list[Remedy]) -> Line:
        """Return remedies that differ in no more than which text is added to a set."""
        first = remedies[0]
        named = {change.record_id: "" for change in first.changes if change.new}
        changes = tuple(
            self._change(change, [remedy.changes[number] for remedy in remedies], named)
            for number, change in enumerate(first.changes)
        )
        if len(changes) == 1:
            return changes[0]
        return Line(self.speaker.say("together"), "remedy", below=changes)

    def _change(self, change: Change, others: list[Change], named: dict[str | None, str]) -> Line:
        say, label = self.speaker.say, self.speaker.label(change.fact)
        if change.new:
            key = f"record_{change.how}"
            if change.how == "finding_out" and change.fact.changes_by == "obtaining":
                key = "record_finding_out_or_obtaining"
            fields = tuple(self._field(said) for said in change.said if not _is_any_id(said))
            return Line(say(key, label=label), "remedy", below=fields)
        that = self._clause(change, [other.said[0] for other in others], named)
        told = say("change", label=label, how=say(change.how), that=that)
        if change.record is not None:
            name = RecordName(str(change.record.list), change.record.number, change.record_id)
            told = say("of_owner", owner=self.speaker.record(name), told=told)
        return Line(told, "remedy")

    def _clause(self, change: Change, any_of: list[Said], named: dict[str | None, str]) -> str:
        """Return what a fact would be: one of these."""
        say, said = self.speaker.say, any_of[0]
        if said.value == ():
            return say("there_are_none")
        if said.value in (NEW_ID, (NEW_ID,)) and said.for_example:
            return say("there_is_one")
        if isinstance(said.value, tuple):
            # Of several that may be added, each is one text.
            added = dict.fromkeys(member for one in any_of for member in one.more)
            values = [self._member(member, said, named) for member in added]
            key = "are_among" if len(any_of) == 1 else "one_is_among"
            key = "is_among" if len(values) == 1 else key
            return say(key, value=self.speaker.listed(values))
        if said.fact.type == Plain("boolean") and not said.for_example:
            return say("it_is_so" if said.value else "it_is_not_so")
        key = "it_is"
        if said.for_example:
            key = "it_serves" if change.how == "finding_out" else "it_is_for_example"
        return say(key, value=self.speaker.value(said.value, said.fact.type))

    def _member(self, member: str, said: Said, named: dict[str | None, str]) -> str:
        if member in named and said.for_example:
            return self.speaker.say("that_record")
        return self.speaker.value((member,), said.fact.type)

    def _field(self, said: Said) -> Line:
        """Return what a new record would say."""
        key = "field_for_example" if said.for_example else "field"
        value = self.speaker.value(said.value, said.fact.type)
        return Line(self.speaker.say(key, label=self.speaker.label(said.fact), value=value))


def _is_any_id(said: Said) -> bool:
    """Tell whether it is the id of a new record, which is its own affair."""
    return said.fact.name == "id" and said.for_example


def _alike(remedies: tuple[Remedy, ...]) -> list[list[Remedy]]:
    """Return remedies in groups that differ in no more than which text is added to a set."""
    groups: dict[object, list[Remedy]] = {}
    for remedy in remedies:
        groups.setdefault(tuple(map(_but_for_what_is_added, remedy.changes)), []).append(remedy)
    return list(groups.values())


def _but_for_what_is_added(change: Change) -> object:
    (said, *_) = change.said or [None]
    if change.new or said is None or len(said.more) != 1 or said.for_example:
        return repr(change)
    return change.how, change.fact.path, change.record
