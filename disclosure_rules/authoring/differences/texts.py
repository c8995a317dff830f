"""Two policy sets into what is written otherwise in them, whatever its order and layout.

What has another name and is otherwise the same is renamed, or moved to another policy; whatever
refers to it is not thereby written otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from disclosure_rules.language import conditions as c
from disclosure_rules.language.noun import is_noun, parts_of_noun
from disclosure_rules.language.policy import Head, Rule
from disclosure_rules.language.source import Span
from disclosure_rules.language.vocabulary import Fact, Records, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator

    from disclosure_rules.authoring.differences.words import Words
    from disclosure_rules.language.guarantees import Guarantee
    from disclosure_rules.language.policy import Period, Policy, PolicySet

What = Literal[
    "vocabulary",
    "term",
    "entity",
    "fact",
    "clause",
    "policy",
    "parameter",
    "obligation",
    "definition",
    "rule",
    "guarantee",
]
How = Literal["added", "removed", "edited", "renamed", "moved"]
Parts: TypeAlias = "Mapping[str, Hashable]"


@dataclass(frozen=True, slots=True)
class TextChange:
    """Something that is written otherwise."""

    how: How
    what: What
    name: str
    old_name: str
    """What it was called before; the same, unless it is renamed or moved."""
    parts: tuple[str, ...]
    """Of what was edited, or renamed and edited: which of its keys."""
    old: Span | None
    new: Span | None


@dataclass(frozen=True, slots=True)
class _Written:
    """Something that is written, by its keys."""

    what: What
    name: str
    parts: Parts
    span: Span


def compare_texts(old: PolicySet, new: PolicySet, words: Words) -> list[TextChange]:
    """Return what is written otherwise.

    Args:
        old: The set before, in the terms of the one after.
        new: The set after.
        words: What became of the words.
    """
    found: list[TextChange] = []
    names: dict[str, str] = {}
    called = {(w.taxonomy, w.term): old.term for old, w in words.renamed}
    versions = _versions(old, new)
    for written in _GROUPS:
        before = {_key(one): one for one in written(old, _Plain({}), versions[0])}
        after = {_key(one): one for one in written(new, _Plain(names), versions[1])}
        found += _compared(before, after, names, called)
    return found


def _key(written: _Written) -> tuple[What, str]:
    return written.what, written.name


def _compared(
    before: dict[tuple[What, str], _Written],
    after: dict[tuple[What, str], _Written],
    names: dict[str, str],
    called: Mapping[tuple[str, str], str],
) -> Iterator[TextChange]:
    for key in sorted(before.keys() & after.keys()):
        old, new = before.pop(key), after.pop(key)
        parts = _edited(old.parts, new.parts)
        old_name = _old_term(new, called)
        if old_name != new.name:
            yield TextChange("renamed", new.what, new.name, old_name, parts, old.span, new.span)
        elif parts:
            yield TextChange("edited", new.what, new.name, old.name, parts, old.span, new.span)
    for _, old in sorted(before.items()):
        same = [one for one in after.values() if one.what == old.what and one.parts == old.parts]
        if same and old.what != "term":
            new = after.pop(_key(same[0]))
            # What refers to it by its new name is compared as if it said the old one.
            names[new.name] = old.name
            moved = old.name.partition("#")[0] != new.name.partition("#")[0] and "#" in old.name
            how: How = "moved" if moved else "renamed"
            yield TextChange(how, new.what, new.name, old.name, (), old.span, new.span)
        else:
            yield TextChange("removed", old.what, old.name, old.name, (), old.span, None)
    for _, new in sorted(after.items()):
        yield TextChange("added", new.what, new.name, new.name, (), None, new.span)


def _old_term(written: _Written, called: Mapping[tuple[str, str], str]) -> str:
    if written.what != "term":
        return written.name
    taxonomy, _, term = written.name.partition(" ")
    return f"{taxonomy} {called.get((taxonomy, term), term)}"


def _edited(old: Parts, new: Parts) -> tuple[str, ...]:
    names = dict.fromkeys((*old, *new))
    return tuple(name for name in names if old.get(name) != new.get(name))


# --- What is written ---------------------------------------------------------------------------

_Versions: TypeAlias = "Mapping[int, str]"


def _versions(old: PolicySet, new: PolicySet) -> tuple[_Versions, _Versions]:
    """Return what each version is called: nothing where a policy has one only, in both sets."""
    several = {
        policy.id
        for policy_set in (old, new)
        for policy in policy_set.policies
        if sum(other.id == policy.id for other in policy_set.policies) > 1
    }
    called = (
        {
            id(policy): f" {policy.version}" if policy.id in several else ""
            for policy in policy_set.policies
        }
        for policy_set in (old, new)
    )
    return next(called), next(called)


def _vocabulary(policy_set: PolicySet, plain: _Plain, _: _Versions) -> Iterator[_Written]:
    vocabulary = policy_set.vocabulary
    own = {n: getattr(vocabulary, n) for n in ("id", "title", "time_zone", "languages", "subject")}
    yield _Written("vocabulary", vocabulary.id, plain.parts(own), vocabulary.span)
    for taxonomy in vocabulary.taxonomies.values():
        for term in taxonomy.terms.values():
            parts = {
                "broader": term.parent,
                "label": term.label,
                "description": term.description,
                "same_as": term.same_as,
                "involves": term.involves,
                "clauses": term.carries,
            }
            yield _Written("term", f"{taxonomy.id} {term.id}", plain.parts(parts), term.span)
    yield from _facts(vocabulary, plain)


def _facts(vocabulary: Vocabulary, plain: _Plain) -> Iterator[_Written]:
    for entity in vocabulary.entities.values():
        told = {"silence_means": entity.silence, "label": entity.label, "because": entity.because}
        yield _Written("entity", entity.id, plain.parts(told), entity.span)
        pending = [*entity.facts.values()]
        while pending:
            fact = pending.pop(0)
            if fact.built_in:
                continue
            is_list = isinstance(fact.type, Records)
            if isinstance(fact.type, Records):
                pending[:0] = fact.type.fields.values()
            parts = {
                "type": "list" if is_list else fact.type,
                "silence_means": fact.silence,
                "because": fact.because,
                "label": fact.label,
                "changes_by": fact.changes_by,
                "log": fact.log,
            }
            yield _Written("fact", fact.path, plain.parts(parts), fact.span)


def _clauses(policy_set: PolicySet, plain: _Plain, _: _Versions) -> Iterator[_Written]:
    for clause in policy_set.clauses.values():
        parts = {n: getattr(clause, n) for n in ("notice", "where", "says", "carried_by")}
        yield _Written("clause", clause.id, plain.parts(parts), clause.span)


def _policies(policy_set: PolicySet, plain: _Plain, versions: _Versions) -> Iterator[_Written]:
    for policy in policy_set.policies:
        own = {"version": policy.version, "title": policy.title, "in_force": policy.period}
        parts = plain.parts({**own, "repealed": policy.repealed})
        yield _Written("policy", f"{policy.id}{versions[id(policy)]}", parts, policy.span)


def _of_policies(
    what: What, named: Callable[[Policy], Iterable[Any]], parts: Callable[[Any, Policy], Any]
) -> Callable[[PolicySet, _Plain, _Versions], Iterator[_Written]]:
    def written(policy_set: PolicySet, plain: _Plain, versions: _Versions) -> Iterator[_Written]:
        for policy in policy_set.policies:
            for one in named(policy):
                name = f"{one.name}{versions[id(policy)]}"
                yield _Written(what, name, plain.parts(parts(one, policy)), one.span)

    return written


def _rule_parts(rule: Rule, policy: Policy) -> dict[str, Any]:
    return {
        "effect": rule.effect,
        "title": rule.title,
        "clauses": frozenset(rule.clauses),
        "because": rule.because,
        "ground": rule.ground,
        **_head_parts(rule.head),
        "when": rule.when,
        "unless": rule.unless,
        "except": _Unordered(rule.exceptions),
        "in_force": _own_days(rule.period, policy.period),
        "obliges": _Names(rule.obliges),
    }


def _own_days(period: Period, policy: Period) -> tuple[object, object]:
    """Return the dates of a rule that are not those of its policy."""
    start = None if period.start == policy.start else period.start
    return start, None if period.end == policy.end else period.end


def _head_parts(head: Head) -> dict[str, Any]:
    return {part: frozenset(getattr(head, part)) for part in parts_of_noun(Head)}


def _guarantees(policy_set: PolicySet, plain: _Plain, _: _Versions) -> Iterator[_Written]:
    for one in policy_set.guarantees:
        yield _Written("guarantee", one.id, plain.parts(_guarantee_parts(one)), one.span)


def _guarantee_parts(one: Guarantee) -> dict[str, Any]:
    return {
        "title": one.title,
        "clauses": frozenset(one.clauses),
        "promise": one.promise,
        **_head_parts(one.head),
        "when": one.when,
        "unless": one.unless,
        "then": one.then,
    }


_GROUPS: Final = (
    _vocabulary,
    _clauses,
    _policies,
    _of_policies(
        "parameter",
        lambda policy: policy.parameters.values(),
        lambda one, _: {"title": one.title, "type": one.type, "values": one.values},
    ),
    _of_policies(
        "obligation",
        lambda policy: policy.obligations.values(),
        lambda one, _: {"title": one.title, "timing": one.timing, "within": one.within},
    ),
    _of_policies(
        "definition",
        lambda policy: policy.definitions.values(),
        lambda one, _: {"title": one.title, "given": one.given, "means": one.means},
    ),
    _of_policies("rule", lambda policy: policy.rules.values(), _rule_parts),
    _guarantees,
)
"""In an order in which what is referred to comes before what refers to it."""


class _Names(tuple[str, ...]):
    """Names of things that may be called otherwise, whose order means nothing."""

    __slots__ = ()


class _Unordered(tuple[Any, ...]):
    """Parts whose order means nothing."""

    __slots__ = ()


class _Plain:
    """Tells what is written as plain data that can be compared: without places and order."""

    def __init__(self, names: Mapping[str, str]) -> None:
        """Know what was renamed: by the new name, the old one."""
        self._names = names

    def parts(self, parts: Mapping[str, Any]) -> Parts:
        """Return parts as plain data."""
        return {name: self.of(part) for name, part in parts.items()}

    def of(self, value: Any) -> Hashable:  # noqa: C901 - one branch for each sort of part
        """Return a value as plain data."""
        match value:
            case Span():
                return None
            case Fact():
                return value.path
            case _Names():
                return frozenset(self._name(name) for name in value)
            case _Unordered():
                return frozenset(map(self.of, value))
            case c.All(parts) | c.AnyOf(parts):
                return type(value).__name__, frozenset(map(self.of, parts))
            case c.Holds(definition, arguments):
                return "holds", self._name(definition), frozenset(map(self.of, arguments))
            case c.ParameterValue(parameter):
                return "parameter", self._name(parameter)
            case c.PermittedBy(rule, ground):
                return "permitted by", self._name(rule or ""), ground
            case Mapping():
                return frozenset((key, self.of(part)) for key, part in value.items())
            case tuple():
                return tuple(map(self.of, value))
            case _ if is_noun(value):
                each = (self.of(getattr(value, name)) for name in parts_of_noun(type(value)))
                return (type(value).__name__, *each)
            case _:
                return type(value).__name__, value

    def _name(self, name: str) -> str:
        return self._names.get(name, name)
