"""Rules into whether any row may leave them open.

Where every fact that a rule reads is known of all rows, and no term is broader than need be, the
rule is either true or false of each: it is false where it is not true.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never, cast

from disclosure_rules.language import conditions as c
from disclosure_rules.language.policy import HEAD_PATHS
from disclosure_rules.tables.nodes import variable

if TYPE_CHECKING:
    from disclosure_rules.language.policy import Rule
    from disclosure_rules.language.vocabulary import Fact
    from disclosure_rules.tables.standing import Standing


class Settled:
    """Tells which rules are true or false of every row."""

    def __init__(self, standing: Standing) -> None:
        """Tell of rules that stand as told."""
        self._standing = standing
        self._definitions: dict[str, bool] = {}

    def rule(self, asked: Rule) -> bool:
        """Tell whether a rule is true or false of every row."""
        fact_of, reader = self._standing.vocabulary.fact, self._standing.reader
        heads = (path for part, path in HEAD_PATHS.items() if getattr(asked.head, part))
        return all(reader.fact(cast("Fact", fact_of(path))).settled for path in heads) and all(
            self._condition(part) for part in asked.conditions()
        )

    def _condition(self, asked: c.Condition) -> bool:
        return all(self._part(part) for part in c.walk(asked))

    def _part(self, asked: c.Condition) -> bool:
        match asked:
            case c.Test(path, _, operand):
                return self._path(path) and (
                    not isinstance(operand, c.The) or self._path(operand.path)
                )
            case c.Some(of) | c.Every(of):
                return self._path(of)
            case c.Holds(name, arguments):
                if name not in self._definitions:
                    means = self._standing.in_force.definitions[name].means
                    self._definitions[name] = self._condition(means)
                return self._definitions[name] and all(self._path(path) for _, path in arguments)
            case c.PermittedBy():
                return all(self.rule(rule) for rule in self._standing.permitting(asked))
            case c.All() | c.AnyOf() | c.Not():
                return True
        assert_never(asked)

    def _path(self, path: c.Path | c.RecordPath) -> bool:
        """Tell whether a fact is settled; what a definition is handed, is told where it is."""
        reader = self._standing.reader
        match path:
            case c.FactPath(fact):
                return reader.fact(fact).settled
            case c.FieldPath(_, fact):
                return reader.field(fact, variable("a record")).settled
            case c.Argument() | c.RecordPath():
                return True
        assert_never(path)
