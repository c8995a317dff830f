"""Mutants: which changes are made of a policy, how they look, and which of them cases notice."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure_rules.authoring.mutation.mutants import KINDS, Edit
from disclosure_rules.authoring.mutation.source import Source
from disclosure_rules.authoring.mutation.trial import Report, Trial, sampled
from disclosure_rules.language.tree import Mapping, Node, Scalar, plain_data
from disclosure_rules.loading.faults import Faults
from disclosure_rules.loading.load import Rereader, load_policies, read_policies
from disclosure_rules.loading.parse import parse
from tests.unit import ekspressjob_set as ekspressjob
from tests.unit.small import MOMENT, documents, policy

POLICY = "policy_0.yaml"

# Each: the kind of change, a policy, and the changes of that kind that are made of it.
TABLE: list[tuple[str, str, str]] = [
    (
        "drop_condition",
        policy("""
            a:
              effect: allow
              ground: law
              when:
                client.adult: true
                all:
                  - client.city: Tartu
                  - client.rank: gold
                    client.score: {at_least: 1, at_most: 5}
            b: {effect: deny, when: {client.adult: true, any: [{client.age: 1}, {client.age: 2}]}}
        """),
        """
        drop_condition client.adult
        -      client.adult: true
        drop_condition all
        -      all:
        -        - client.city: Tartu
        -        - client.rank: gold
        -          client.score: {at_least: 1, at_most: 5}
        drop_condition client.city
        -        - client.city: Tartu
        drop_condition all 2
        -        - client.rank: gold
        -          client.score: {at_least: 1, at_most: 5}
        drop_condition client.rank
        -        - client.rank: gold
        -          client.score: {at_least: 1, at_most: 5}
        +        - client.score: {at_least: 1, at_most: 5}
        drop_condition client.score
        -          client.score: {at_least: 1, at_most: 5}
        drop_condition client.score at_least
        -          client.score: {at_least: 1, at_most: 5}
        +          client.score: {at_most: 5}
        drop_condition client.score at_most
        -          client.score: {at_least: 1, at_most: 5}
        +          client.score: {at_least: 1}
        drop_condition client.adult
        -  b: {effect: deny, when: {client.adult: true, any: [{client.age: 1}, {client.age: 2}]}}
        +  b: {effect: deny, when: {any: [{client.age: 1}, {client.age: 2}]}}
        drop_condition any
        -  b: {effect: deny, when: {client.adult: true, any: [{client.age: 1}, {client.age: 2}]}}
        +  b: {effect: deny, when: {client.adult: true}}
        drop_condition client.age
        -  b: {effect: deny, when: {client.adult: true, any: [{client.age: 1}, {client.age: 2}]}}
        +  b: {effect: deny, when: {client.adult: true, any: [{client.age: 2}]}}
        drop_condition client.age
        -  b: {effect: deny, when: {client.adult: true, any: [{client.age: 1}, {client.age: 2}]}}
        +  b: {effect: deny, when: {client.adult: true, any: [{client.age: 1}]}}
        """,
    ),
    (
        "drop_condition",  # the only one goes with the key above it
        policy("""
            a:
              effect: allow
              ground: law
              when:
                not:
                  client.adult: true
              purpose: contract
            b: {effect: deny, when: {client.adult: true}, purpose: contract}
        """),
        """
        drop_condition not
        -    when:
        -      not:
        -        client.adult: true
        drop_condition client.adult
        -  b: {effect: deny, when: {client.adult: true}, purpose: contract}
        +  b: {effect: deny, purpose: contract}
        """,
    ),
    (
        "negate_condition",
        policy(
            """
            a:
              effect: allow
              ground: law
              when: {some: {of: client.consents, as: c, where: {c.written: true}}}
            """,
            more="""
            definitions:
              grown_up:
                means:
                  client.age:
                    at_least: 18
            """,
        ),
        """
        negate_condition client.age
        -      client.age:
        -        at_least: 18
        +      not:
        +        client.age:
        +          at_least: 18
        negate_condition c.written
        -    when: {some: {of: client.consents, as: c, where: {c.written: true}}}
        +    when: {some: {of: client.consents, as: c, where: {not: {c.written: true}}}}
        """,
    ),
    (
        "flip_operator",
        policy("""
            a:
              effect: allow
              ground: law
              when:
                client.joined_at: {before: {the: moment}}
                client.score: {more_than: 1, at_most: 2}
                client.refused: {covers: partner}
                some: {of: client.consents, as: c, where: {c.purposes: {covers: {the: purpose}}}}
                item.category: {within: [email, phone]}
                all: [{every: {of: client.consents, as: c, where: {c.weight: {less_than: 1}}}}]
        """),
        """
        flip_operator at_or_before
        -      client.joined_at: {before: {the: moment}}
        +      client.joined_at: {at_or_before: {the: moment}}
        flip_operator at_least
        -      client.score: {more_than: 1, at_most: 2}
        +      client.score: {at_least: 1, at_most: 2}
        flip_operator less_than
        -      client.score: {more_than: 1, at_most: 2}
        +      client.score: {more_than: 1, less_than: 2}
        flip_operator overlaps
        -      client.refused: {covers: partner}
        +      client.refused: {overlaps: partner}
        flip_operator every
        -      some: {of: client.consents, as: c, where: {c.purposes: {covers: {the: purpose}}}}
        +      every: {of: client.consents, as: c, where: {c.purposes: {covers: {the: purpose}}}}
        flip_operator overlaps
        -      item.category: {within: [email, phone]}
        +      item.category: {overlaps: [email, phone]}
        flip_operator some
        -      all: [{every: {of: client.consents, as: c, where: {c.weight: {less_than: 1}}}}]
        +      all: [{some: {of: client.consents, as: c, where: {c.weight: {less_than: 1}}}}]
        flip_operator at_most
        -      all: [{every: {of: client.consents, as: c, where: {c.weight: {less_than: 1}}}}]
        +      all: [{every: {of: client.consents, as: c, where: {c.weight: {at_most: 1}}}}]
        """,
    ),
    (
        "flip_value",
        policy("""
            a:
              effect: allow
              ground: law
              when: {client.adult: true, client.nickname: {present: false}}
        """),
        """
        flip_value false
        -    when: {client.adult: true, client.nickname: {present: false}}
        +    when: {client.adult: false, client.nickname: {present: false}}
        flip_value true
        -    when: {client.adult: true, client.nickname: {present: false}}
        +    when: {client.adult: true, client.nickname: {present: true}}
        """,
    ),
    (
        "swap_all_any",
        policy("""
            a:
              effect: allow
              ground: law
              unless:
                any:
                - all: [{client.age: 1}, {client.adult: true}]
                - all: [{client.age: 2}]
        """),
        """
        swap_all_any all
        -      any:
        +      all:
        swap_all_any any
        -      - all: [{client.age: 1}, {client.adult: true}]
        +      - any: [{client.age: 1}, {client.adult: true}]
        """,
    ),
    (
        "move_boundary",
        policy(
            """
            a:
              effect: allow
              ground: law
              in_force: {from: 2026-02-01}
              when:
                client.age: 18
                client.score: {at_least: 0.50}
                client.born_on: {before: "2000-03-01"}
                moment: {after: {the: client.joined_at, plus: 1 month}}
                client.joined_at: {before: "2026-01-01T00:00:00+02:00"}
            """,
            in_force="{from: 2026-01-01, to: 2026-12-31}",
            more="""
            parameters:
              wait: {type: duration, values: [{from: 2026-01-01, value: 2 days}]}
            """,
        ),
        """
        move_boundary 2026-01-02
        -in_force: {from: 2026-01-01, to: 2026-12-31}
        +in_force: {from: 2026-01-02, to: 2026-12-31}
        move_boundary 2026-12-30
        -in_force: {from: 2026-01-01, to: 2026-12-31}
        +in_force: {from: 2026-01-01, to: 2026-12-30}
        move_boundary 2027-01-01
        -in_force: {from: 2026-01-01, to: 2026-12-31}
        +in_force: {from: 2026-01-01, to: 2027-01-01}
        move_boundary 2025-12-31
        -  wait: {type: duration, values: [{from: 2026-01-01, value: 2 days}]}
        +  wait: {type: duration, values: [{from: 2025-12-31, value: 2 days}]}
        move_boundary 1 day
        -  wait: {type: duration, values: [{from: 2026-01-01, value: 2 days}]}
        +  wait: {type: duration, values: [{from: 2026-01-01, value: 1 day}]}
        move_boundary 3 days
        -  wait: {type: duration, values: [{from: 2026-01-01, value: 2 days}]}
        +  wait: {type: duration, values: [{from: 2026-01-01, value: 3 days}]}
        move_boundary 2026-01-31
        -    in_force: {from: 2026-02-01}
        +    in_force: {from: 2026-01-31}
        move_boundary 2026-02-02
        -    in_force: {from: 2026-02-01}
        +    in_force: {from: 2026-02-02}
        move_boundary 17
        -      client.age: 18
        +      client.age: 17
        move_boundary 19
        -      client.age: 18
        +      client.age: 19
        move_boundary 0.49
        -      client.score: {at_least: 0.50}
        +      client.score: {at_least: 0.49}
        move_boundary 0.51
        -      client.score: {at_least: 0.50}
        +      client.score: {at_least: 0.51}
        move_boundary 2000-02-29
        -      client.born_on: {before: "2000-03-01"}
        +      client.born_on: {before: "2000-02-29"}
        move_boundary 2000-03-02
        -      client.born_on: {before: "2000-03-01"}
        +      client.born_on: {before: "2000-03-02"}
        move_boundary 0 months
        -      moment: {after: {the: client.joined_at, plus: 1 month}}
        +      moment: {after: {the: client.joined_at, plus: 0 months}}
        move_boundary 2 months
        -      moment: {after: {the: client.joined_at, plus: 1 month}}
        +      moment: {after: {the: client.joined_at, plus: 2 months}}
        move_boundary 2025-12-31T23:59:59+02:00
        -      client.joined_at: {before: "2026-01-01T00:00:00+02:00"}
        +      client.joined_at: {before: "2025-12-31T23:59:59+02:00"}
        move_boundary 2026-01-01T00:00:01+02:00
        -      client.joined_at: {before: "2026-01-01T00:00:00+02:00"}
        +      client.joined_at: {before: "2026-01-01T00:00:01+02:00"}
        """,
    ),
    (
        "move_boundary",  # not beyond the calendar, nor below nothing; in a list, each
        policy(
            """
            a:
              effect: allow
              ground: law
              when:
                client.age: [1, 5]
                client.city: 30 days
                moment: {after: {the: client.joined_at, plus: {parameter: wait}}}
                client.left_at: {after: {the: client.joined_at, minus: 0 days}}
            """,
            in_force="{from: 0001-01-01, to: 9999-12-31}",
            more="""
            parameters:
              wait: {type: duration, values: [{from: 0001-01-01, value: 0 years}]}
            """,
        ),
        """
        move_boundary 0001-01-02
        -in_force: {from: 0001-01-01, to: 9999-12-31}
        +in_force: {from: 0001-01-02, to: 9999-12-31}
        move_boundary 9999-12-30
        -in_force: {from: 0001-01-01, to: 9999-12-31}
        +in_force: {from: 0001-01-01, to: 9999-12-30}
        move_boundary 1 year
        -  wait: {type: duration, values: [{from: 0001-01-01, value: 0 years}]}
        +  wait: {type: duration, values: [{from: 0001-01-01, value: 1 year}]}
        move_boundary 0
        -      client.age: [1, 5]
        +      client.age: [0, 5]
        move_boundary 2
        -      client.age: [1, 5]
        +      client.age: [2, 5]
        move_boundary 4
        -      client.age: [1, 5]
        +      client.age: [1, 4]
        move_boundary 6
        -      client.age: [1, 5]
        +      client.age: [1, 6]
        move_boundary 1 day
        -      client.left_at: {after: {the: client.joined_at, minus: 0 days}}
        +      client.left_at: {after: {the: client.joined_at, minus: 1 day}}
        """,
    ),
    (
        "widen_term",
        policy("""
            a:
              effect: allow
              ground: law
              recipient: [court, group_company]
              data: email
              when: {item.category: {within: phone}}
        """),
        """
        widen_term authority
        -    recipient: [court, group_company]
        +    recipient: [authority, group_company]
        widen_term contact_data
        -    data: email
        +    data: contact_data
        widen_term contact_data
        -    when: {item.category: {within: phone}}
        +    when: {item.category: {within: contact_data}}
        """,
    ),
    (
        "narrow_term",
        policy("a: {effect: allow, ground: law, purpose: serve_better, recipient: court}"),
        """
        narrow_term offers
        -  a: {effect: allow, ground: law, purpose: serve_better, recipient: court}
        +  a: {effect: allow, ground: law, purpose: offers, recipient: court}
        narrow_term surveys
        -  a: {effect: allow, ground: law, purpose: serve_better, recipient: court}
        +  a: {effect: allow, ground: law, purpose: surveys, recipient: court}
        """,
    ),
    (
        "replace_term",
        policy("""
            a: {effect: allow, ground: law, recipient: police, when: {client.rank: gold}}
            b: {effect: deny, recipient: [court, police]}
            c: {effect: deny, unless: {permitted_by: law}}
            d: {effect: allow, ground: consent}
        """),
        """
        replace_term court
        -  a: {effect: allow, ground: law, recipient: police, when: {client.rank: gold}}
        +  a: {effect: allow, ground: law, recipient: court, when: {client.rank: gold}}
        replace_term silver
        -  a: {effect: allow, ground: law, recipient: police, when: {client.rank: gold}}
        +  a: {effect: allow, ground: law, recipient: police, when: {client.rank: silver}}
        """,  # of no ground that follows is there a rule that could permit
    ),
    (
        "add_term",
        policy("""
            a: {effect: allow, ground: law, recipient: partner}
            b:
              effect: deny
              purpose:
                - contract
              when: {client.rank: gold}
        """),
        """
        add_term authority
        -  a: {effect: allow, ground: law, recipient: partner}
        +  a: {effect: allow, ground: law, recipient: [partner, authority]}
        add_term group_company
        -  a: {effect: allow, ground: law, recipient: partner}
        +  a: {effect: allow, ground: law, recipient: [partner, group_company]}
        add_term serve_better
        +      - serve_better
        add_term silver
        -    when: {client.rank: gold}
        +    when: {client.rank: [gold, silver]}
        """,
    ),
    (
        "drop_term",
        policy("""
            a:
              effect: allow
              ground: law
              recipient: [partner, court,
                police]  # of the state
              purpose:
              - contract
              - offers
        """),
        """
        drop_term partner
        -    recipient: [partner, court,
        +    recipient: [court,
        drop_term court
        -    recipient: [partner, court,
        -      police]  # of the state
        +    recipient: [partner, police]  # of the state
        drop_term police
        -    recipient: [partner, court,
        -      police]  # of the state
        +    recipient: [partner, court]  # of the state
        drop_term contract
        -    - contract
        drop_term offers
        -    - offers
        """,
    ),
    (
        "drop_value",
        policy("a: {effect: allow, ground: law, when: {client.city: [Tartu, 'Narva']}}"),
        """
        drop_value Tartu
        -  a: {effect: allow, ground: law, when: {client.city: [Tartu, 'Narva']}}
        +  a: {effect: allow, ground: law, when: {client.city: ['Narva']}}
        drop_value Narva
        -  a: {effect: allow, ground: law, when: {client.city: [Tartu, 'Narva']}}
        +  a: {effect: allow, ground: law, when: {client.city: [Tartu]}}
        """,
    ),
    (
        "drop_head",
        policy("""
            a: {effect: allow, ground: law, data: [email, phone]}
            b:
              effect: deny
              recipient:
                - court
              # says why
              purpose: offers
        """),
        """
        drop_head data
        -  a: {effect: allow, ground: law, data: [email, phone]}
        +  a: {effect: allow, ground: law}
        drop_head recipient
        -    recipient:
        -      - court
        drop_head purpose
        -    purpose: offers
        """,
    ),
    (
        "drop_rule",
        policy("""
            a: {effect: allow, ground: law}
            b:
              effect: deny
              title:
                et: |
                  Keelatud.

                en: Denied.
        """),
        """
        drop_rule a
        -  a: {effect: allow, ground: law}
        drop_rule b
        -  b:
        -    effect: deny
        -    title:
        -      et: |
        -        Keelatud.
        -
        -      en: Denied.
        """,
    ),
    (
        "drop_rule",
        policy("a: {effect: allow, ground: law}"),
        """
        drop_rule a
        -rules:
        -  a: {effect: allow, ground: law}
        """,
    ),
    (
        "flip_effect",
        policy("""
            a: {ground: law, effect: allow, recipient: partner}
            b:
              recipient: court
              effect: deny
            c:
              effect: allow
              purpose: contract
              ground: law
        """),
        """
        flip_effect deny
        -  a: {ground: law, effect: allow, recipient: partner}
        +  a: {effect: deny, recipient: partner}
        flip_effect allow
        -    recipient: court
        -    effect: deny
        +    ground: consent
        +    recipient: court
        +    effect: allow
        flip_effect deny
        -    effect: allow
        +    effect: deny
        -    ground: law
        """,
    ),
    (
        "drop_unless",
        policy("""
            a:
              effect: deny
              unless:
                client.adult: true
        """),
        """
        drop_unless unless
        -    unless:
        -      client.adult: true
        """,
    ),
    (
        "drop_exception",
        policy("""
            a:
              effect: deny
              except:
                grown_up:
                  when: {client.adult: true}
                  except:
                    young: {when: {client.age: 18}}
                    old: {when: {client.age: 99}}
        """),
        """
        drop_exception grown_up
        -    except:
        -      grown_up:
        -        when: {client.adult: true}
        -        except:
        -          young: {when: {client.age: 18}}
        -          old: {when: {client.age: 99}}
        drop_exception young
        -          young: {when: {client.age: 18}}
        drop_exception old
        -          old: {when: {client.age: 99}}
        """,
    ),
    (
        "drop_obligation",
        policy(
            """
            a: {effect: allow, ground: law, obliges: [note, tell]}
            b:
              effect: allow
              ground: law
              obliges: [note]
            """,
            more="""
            obligations:
              note: {title: {et: märkida, en: note}, timing: with}
              tell: {title: {et: öelda, en: tell}, timing: before}
            """,
        ),
        """
        drop_obligation note
        -  a: {effect: allow, ground: law, obliges: [note, tell]}
        +  a: {effect: allow, ground: law, obliges: [tell]}
        drop_obligation tell
        -  a: {effect: allow, ground: law, obliges: [note, tell]}
        +  a: {effect: allow, ground: law, obliges: [note]}
        drop_obligation note
        -    obliges: [note]
        """,
    ),
    (
        "change_timing",
        policy(
            "a: {effect: allow, ground: law, obliges: [note, tell, report]}",
            more="""
            obligations:
              note: {title: {et: märkida, en: note}, timing: with}
              tell: {title: {et: öelda, en: tell}, timing: before}
              report: {title: {et: teatada, en: report}, timing: after, within: 3 days}
            """,
        ),
        """
        change_timing before
        -  note: {title: {et: märkida, en: note}, timing: with}
        +  note: {title: {et: märkida, en: note}, timing: before}
        change_timing with
        -  tell: {title: {et: öelda, en: tell}, timing: before}
        +  tell: {title: {et: öelda, en: tell}, timing: with}
        """,
    ),
    (
        "change_ground",
        policy("a: {effect: allow, ground: marketing}\nb: {effect: allow, ground: law}"),
        """
        change_ground consent
        -  a: {effect: allow, ground: marketing}
        +  a: {effect: allow, ground: consent}
        change_ground interest
        -  b: {effect: allow, ground: law}
        +  b: {effect: allow, ground: interest}
        """,
    ),
    (
        "change_silence",
        policy(
            """
            a:
              effect: allow
              ground: law
              when:
                demand.issued_at: {before: {the: client.left_at}}
                holds: {fresh: {at: client.joined_at}}
                some: {of: client.consents, as: c, where: {c.written: true}}
        """,
            more="definitions: {fresh: {given: {at: time}, means: {at: {before: {the: moment}}}}}",
        ),
        """
        change_silence client.joined_at none
        -    joined_at: {type: time}
        +    joined_at: {silence_means: none, type: time}
        change_silence client.left_at unknown
        -    left_at: {type: time, silence_means: none}
        +    left_at: {type: time, silence_means: unknown}
        change_silence client.consents none
        +      silence_means: none
        change_silence client.consents.written none
        -        written: {type: boolean}
        +        written: {silence_means: none, type: boolean}
        change_silence demand unknown
        -    silence_means: none
        +    silence_means: unknown
        change_silence demand.issued_at none
        -    issued_at: {type: time}
        +    issued_at: {silence_means: none, type: time}
        """,
    ),
]


def trial_of(texts: dict[str, str]) -> Trial:
    return Trial(load_policies(texts), texts)


def told(trial: Trial, texts: dict[str, str]) -> dict[str, list[str]]:
    """Return, by kind, the changes that are mutants: name and changed lines."""
    lines: dict[str, list[str]] = {}
    for result in trial.run(trial.candidates):
        if result is None:
            continue
        found = lines.setdefault(result.mutant.kind, [])
        found.append(result.mutant.name)
        for line, before, after in result.hunks:
            assert (
                tuple(texts[result.mutant.file].splitlines()[line - 1 :][: len(before)]) == before
            )
            found += [f"-{text}" for text in before]
            found += [f"+{text}" for text in after]
    return lines


def test_every_kind_of_change_has_an_example() -> None:
    assert [kind for kind in KINDS if kind not in {row[0] for row in TABLE}] == []


@pytest.mark.parametrize(("kind", "text", "expected"), TABLE, ids=[row[0] for row in TABLE])
def test_changes_are_made_at_their_line(kind: str, text: str, expected: str) -> None:
    texts = documents(text)
    found = told(trial_of(texts), texts).get(kind, [])
    assert "\n".join(line.rstrip() for line in found) == dedent(expected).strip()


# --- Edits ---------------------------------------------------------------------------------------

WORDS = st.sampled_from(["a", "b", "c", "no", "a: b", "- c", "# d", "x, y", "[z]", "õ", ""])
TREES = st.recursive(
    WORDS,
    lambda below: (
        st.lists(below, min_size=1, max_size=3)
        | st.dictionaries(st.sampled_from("abcdef"), below, min_size=1, max_size=3)
    ),
    max_leaves=6,
)


def source_of(text: str) -> Source:
    root = parse("f.yaml", text, Faults())
    assert isinstance(root, Mapping), text
    return Source("f.yaml", text, root)


def edited(source: Source, edit: Edit) -> Any:
    text = source.text[: edit.start] + edit.text + source.text[edit.end :]
    return plain_data(source_of(text).root)


def collections_of(node: Node, above: tuple[str | int, ...] = ()) -> Any:
    """Yield every mapping and list in a tree, with the steps that lead to it."""
    if isinstance(node, Scalar):
        return
    yield above, node
    steps = node.items() if isinstance(node, Mapping) else enumerate(node)
    for step, below in steps:
        yield from collections_of(below, (*above, str(step) if isinstance(step, str) else step))


@settings(deadline=None, max_examples=40)
@given(
    tree=st.dictionaries(st.sampled_from("abcdef"), TREES, min_size=1, max_size=2),
    inline=st.sampled_from([True, False, None]),
    width=st.sampled_from([10, 100]),
    indent=st.sampled_from([2, 4]),
)
def test_an_edit_changes_nothing_but_its_entry(
    tree: Any,
    inline: bool | None,  # noqa: FBT001 - Hypothesis hands it over by name
    width: int,
    indent: int,
) -> None:
    text = yaml.safe_dump(
        tree, default_flow_style=inline, width=width, indent=indent, allow_unicode=True
    )
    source = source_of(text)
    for steps, node in collections_of(source.root):
        entries = list(node) if isinstance(node, Mapping) else list(range(len(node)))
        for index, entry in enumerate(entries):
            edit = source.remove(node, index)
            assert (edit is None) == (len(node) == 1)
            if edit is not None:
                expected = yaml.safe_load(text)
                place = expected
                for step in steps:
                    place = place[step]
                del place[entry]
                assert edited(source, edit) == expected, text
        if isinstance(node, Mapping):
            for edit, changed in (
                (source.insert(node, "new: word"), lambda old: {**old, "new": "word"}),
                (source.negate(node), lambda old: {"not": old}),
            ):
                assert edited(source, edit) == within(yaml.safe_load(text), steps, changed), text


def within(tree: Any, steps: tuple[str | int, ...], changed: Any) -> Any:
    if not steps:
        return changed(tree)
    tree[steps[0]] = within(tree[steps[0]], steps[1:], changed)
    return tree


def test_comments_and_brackets_behind_a_dropped_entry_stay_right() -> None:
    text = dedent("""
        a: {b: [1, 2,  # of two ]
          ], c: 3}  # behind
        d:
          -
            e: 1
          # above
          - f: 2
            g: {h, i: }
    """)
    source = source_of(text)
    for steps, node in collections_of(source.root):
        for index in range(len(node)):
            edit = source.remove(node, index)
            if edit is not None:
                remaining = edited(source, edit)
                assert remaining != plain_data(source.root), (steps, index)
                for step in steps:
                    remaining = remaining[step]
                assert len(remaining) == len(node) - 1, (steps, index)


# --- Mutants of a whole set ----------------------------------------------------------------------


def of_set(name: str) -> tuple[Trial, dict[str, str]]:
    loaded = read_policies(Path(ekspressjob.FOLDER).parent / name)
    assert loaded.policy_set is not None
    return Trial(loaded.policy_set, loaded.sources), dict(loaded.sources)


@pytest.mark.parametrize("name", ["ekspressjob", "clinic", "university"])
def test_each_mutant_loads_as_any_set_does_and_means_something_else(name: str) -> None:
    trial, texts = of_set(name)
    texts = {file: text for file, text in texts.items() if "cases" not in file}
    original = load_policies(texts).digest
    rereader = Rereader(texts)
    for mutant in sampled(trial.candidates, seed=1)[:8]:
        text = mutant.edited(texts[mutant.file])
        loaded = read_policies({**texts, mutant.file: text})
        reread = rereader.read(mutant.file, text)
        assert (loaded.policy_set is None) == (reread is None)
        if loaded.policy_set is not None and reread is not None:
            assert loaded.policy_set.digest == reread.digest != original
            assert loaded.policy_set.source_digest == reread.source_digest


def test_an_unchanged_document_is_reread_as_it_is() -> None:
    texts = documents(policy("a: {effect: allow, ground: law}"))
    reread = Rereader(texts).read(POLICY, texts[POLICY])
    assert reread is not None
    loaded = load_policies(texts)
    assert (reread.digest, reread.source_digest) == (loaded.digest, loaded.source_digest)
    assert Rereader(texts).read(POLICY, "kind: policy") is None
    assert Rereader(texts).read("vocabulary.yaml", "kind: vocabulary") is None


def test_a_sample_is_the_same_for_the_same_seed_only() -> None:
    trial, _ = of_set("university")
    first = sampled(trial.candidates, seed=0)
    assert first == sampled(reversed(trial.candidates), seed=0)
    assert first != sampled(trial.candidates, seed=1)
    assert sorted(first, key=repr) == sorted(trial.candidates, key=repr)


# --- Noticing ------------------------------------------------------------------------------------

GUARDED = policy(
    """
    adults: {effect: allow, ground: consent, when: {client.age: {at_least: 18}}}
    asked_for: {effect: allow, ground: law, purpose: offers}
    guarded:
      effect: deny
      when: {holds: lives_in_tartu}
      except:
        demanded: {when: {demand.provision: {present: true}}}
    lifted: {effect: deny, recipient: court, unless: {permitted_by: law}}
    """,
    more="definitions: {lives_in_tartu: {means: {client.city: Tartu}}}",
)


def case(name: str, expect: str, **client: object) -> str:
    written = {"moment": MOMENT, "operation": "transmit", "purpose": "contract"}
    written |= {"recipient": {"id": "r-1", "kind": "partner"}}  # type: ignore[dict-item]
    written |= {"client": {"id": "c-1", "city": "Narva", **client}}  # type: ignore[dict-item]
    return f"  {name}: {{request: {written}, expect: {expect}}}\n"


ADULT = case("adult", "{outcome: permitted, rules: ['p#adults']}", age=18)
CHILD = case("child", "no_ground", age=17)
TARTU = case("tartu", "prohibited", age=40, city="Tartu")


def report_of(text: str, *cases: str) -> Report:
    texts = documents(text) | {"cases.yaml": "kind: cases\ncases:\n" + "".join(cases)}
    trial = trial_of(texts)
    return trial.report(trial.run(trial.candidates))


def unnoticed(report: Report) -> set[str]:
    return {result.mutant.name for result in report.results if result.status == "unnoticed"}


GAPS: list[tuple[tuple[str, ...], str, str]] = [
    ((ADULT, CHILD), "move_boundary 17", ""),
    ((ADULT, CHILD), "move_boundary 19", ""),
    ((ADULT,), "move_boundary 17", "unnoticed"),
    ((CHILD,), "move_boundary 19", "unnoticed"),
    ((ADULT, TARTU), "drop_rule guarded", ""),
    ((ADULT, CHILD), "drop_rule guarded", "unnoticed"),
    ((ADULT, TARTU), "drop_exception demanded", "unnoticed"),
    ((ADULT,), "negate_condition client.city", ""),
]


@pytest.mark.parametrize(("cases", "change", "status"), GAPS)
def test_a_gap_between_cases_is_reported(cases: tuple[str, ...], change: str, status: str) -> None:
    assert (change in unnoticed(report_of(GUARDED, *cases))) == (status == "unnoticed")


def test_results_tell_which_case_noticed() -> None:
    report = report_of(GUARDED, ADULT, CHILD, TARTU)
    (moved,) = (r for r in report.results if r.mutant.name == "move_boundary 19")
    assert moved.as_dict() == {
        "kind": "move_boundary",
        "word": "19",
        "was": "18",
        "file": POLICY,
        "line": moved.mutant.line,
        "status": "noticed",
        "case": "adult",
        "reason": None,
        "diff": [
            {
                "line": moved.mutant.line,
                "before": [f"  adults: {WHEN.format(18)}"],
                "after": [f"  adults: {WHEN.format(19)}"],
            }
        ],
    }


WHEN = "{{effect: allow, ground: consent, when: {{client.age: {{at_least: {}}}}}}}"


def test_a_case_that_expects_a_fault_notices_nothing() -> None:
    broken = "  broken: {request: {purpose: gift}, expect: invalid}\n"
    assert report_of(GUARDED, broken).share == 0
    assert report_of(GUARDED, broken, ADULT).share > 0


# --- Arguments -----------------------------------------------------------------------------------

SETTLED = """
a:
  effect: allow
  ground: law
  {above}
  when: {{client.age: {{at_least: 18}}}}  {behind}
"""

ARGUED: list[tuple[str, str, tuple[str, ...]]] = [
    ("# equivalent move_boundary 17: nobody is", "", ()),
    ("# note\n  # equivalent move_boundary 17: nobody is\n\n  # more", "", ()),
    ("", "# equivalent move_boundary 17: nobody is", ()),
    ("# equivalent move_boundary 17:", "", ("no_reason",)),
    ("# equivalent move_boundary 17", "", ("misshapen",)),
    ("# equivalent: nobody is", "", ("misshapen",)),
    ("# equivalent move_boundary 16: nobody is", "", ("no_such_change",)),
    ("# equivalent move_boundary 19: nobody is", "", ("noticed",)),
    ("# equivalents are listed elsewhere", "", ()),
]


@pytest.mark.parametrize(("above", "behind", "faults"), ARGUED)
def test_arguments_are_read_at_the_line(above: str, behind: str, faults: tuple[str, ...]) -> None:
    text = policy(SETTLED.format(above=above, behind=behind))
    report = report_of(text, case("adult", "permitted", age=18))
    assert tuple(faulty.fault for faulty in report.faulty) == faults
    argued = [r for r in report.results if r.status == "equivalent"]
    assert [(r.mutant.name, r.reason) for r in argued] == (
        [] if faults or "equivalents" in above else [("move_boundary 17", "nobody is")]
    )
    for faulty in report.faulty:
        assert faulty.as_dict()["case"] == ("adult" if faulty.fault == "noticed" else None)


def test_what_is_said_in_a_text_argues_nothing() -> None:
    text = policy("""
        a:
          effect: allow
          ground: law
          title:
            et: "x # equivalent drop_rule a: y"
            en: |
              # equivalent drop_rule a: y
    """)
    assert report_of(text, case("one", "permitted")).faulty == ()


def test_an_argument_is_not_judged_by_a_sample_without_its_change() -> None:
    text = policy(SETTLED.format(above="# equivalent move_boundary 17: nobody is", behind=""))
    texts = documents(text) | {
        "cases.yaml": "kind: cases\ncases:\n" + ADULT.replace("p#adults", "p#a")
    }
    trial = trial_of(texts)
    others = [m for m in trial.candidates if m.kind != "move_boundary"]
    assert trial.report(trial.run(others)).faulty == ()


# --- EkspressJob ---------------------------------------------------------------------------------


def test_ekspressjobs_cases_notice_a_sample_of_changes_and_the_rest_is_argued() -> None:
    # `make mutate` tries all of them.
    trial, _ = of_set("ekspressjob")
    report = trial.report(trial.run(sampled(trial.candidates, seed=3)[:60]))
    assert unnoticed(report) == set()
    assert report.faulty == ()
    assert report.count("noticed") >= 0.95 * len(report.results) > 50
