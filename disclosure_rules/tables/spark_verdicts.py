"""Outcomes and bits of rules into what is said of a row, as expressions of Spark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from disclosure_rules.tables.bits import BITS, texts_of
from disclosure_rules.tables.lower import OUTCOME, bit_columns, missing_columns
from disclosure_rules.tables.nodes import (
    Node,
    Truth,
    chosen,
    column,
    conj,
    disj,
    one_of,
    own,
    sql,
    text,
    texts,
    whole,
)
from disclosure_rules.tables.spark_printing import call

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from disclosure_rules.language.policy import Rule
    from disclosure_rules.tables.lower import Lowered

MAY_LEAVE = "may leave"


def verdict_columns(lowered: Lowered, fulfilled: Collection[str]) -> Mapping[str, Node]:
    """Return, by name, what is said beside the outcome; the digest is not among it."""
    allow = [rule for rule in lowered.rules if rule.effect == "allow"]
    deny = [rule for rule in lowered.rules if rule.effect == "deny"]
    said = _Sayer(lowered)
    obligations = lowered.in_force.obligations

    def ids(rule: Rule) -> set[str]:
        return {obligations[name].id for name in rule.obliges}

    def is_open(rule: Rule) -> bool:
        owed = (obligations[name] for name in rule.obliges)
        return any(each.timing == "before" and each.id not in fulfilled for each in owed)

    permitted = one_of(column(OUTCOME), ("permitted",))
    return {
        "rules": said.of_outcome(allow, deny, lambda rule: {rule.name}),
        "grounds": said.of_outcome(allow, (), lambda rule: {str(rule.ground)}),
        "obligations": said.of_outcome(allow, deny, ids),
        "missing": said.missing(lowered.missing),
        MAY_LEAVE: exp.Paren(
            this=own(sql(conj((permitted, said.some(r for r in allow if not is_open(r))))))
        ),
    }


class _Sayer:
    def __init__(self, lowered: Lowered) -> None:
        self._place = {rule.name: place for place, rule in enumerate(lowered.rules)}
        self._words = bit_columns(len(lowered.rules))

    def some(self, rules: Iterable[Rule]) -> Truth:
        """Return that some of these rules is true."""
        masks = [0] * len(self._words)
        for rule in rules:
            place = self._place[rule.name]
            masks[place // BITS] |= 1 << place % BITS
        return disj(
            exp.NEQ(
                this=exp.Paren(this=exp.BitwiseAnd(this=column(word), expression=whole(mask))),
                expression=whole(0),
            )
            for word, mask in zip(self._words, masks, strict=True)
            if mask
        )

    def of_outcome(
        self, allow: Iterable[Rule], deny: Iterable[Rule], says: Callable[[Rule], Collection[str]]
    ) -> Node:
        """Return what the rules say that are true and of whose effect the outcome is."""
        outcome = column(OUTCOME)
        return chosen(
            (
                (one_of(outcome, ("permitted",)), self._list(allow, says)),
                (one_of(outcome, ("prohibited",)), self._list(deny, says)),
            ),
            texts(()),
        )

    @staticmethod
    def missing(paths: Sequence[str]) -> Node:
        """Return the facts that could still decide a row."""
        columns = (
            (column(word), paths[place * BITS : (place + 1) * BITS])
            for place, word in enumerate(missing_columns(len(paths)))
        )
        lacks = one_of(column(OUTCOME), ("facts_missing",))
        return chosen(((lacks, texts_of(columns)),), texts(()))

    def _list(self, rules: Iterable[Rule], says: Callable[[Rule], Collection[str]]) -> Node:
        sayers: dict[str, list[Rule]] = {}
        for rule in rules:
            for said in says(rule):
                sayers.setdefault(said, []).append(rule)
        if not sayers:
            return texts(())
        each = (
            chosen(((self.some(sayers[said]), text(said)),), exp.Null()) for said in sorted(sayers)
        )
        return call("ARRAY_COMPACT", exp.Array(expressions=[own(one) for one in each]))
