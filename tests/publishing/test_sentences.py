"""Rules, definitions and parameters in plain sentences: what is written, and what is read."""

from __future__ import annotations

from textwrap import dedent

import pytest

from disclosure_rules import Engine
from tests.publishing.site import Site, site_of
from tests.unit.small import documents, load, policy

MORE = """
parameters:
  waiting:
    title: {et: ooteaeg, en: waiting time}
    type: duration
    values: [{from: 2026-01-01, value: 10 days}, {from: 2026-03-01, value: 1 month}]
  partners:
    set: recipients
    values: [{from: 2026-01-01, value: [partner, court]}]
definitions:
  begun:
    title: {et: on alanud, en: has begun}
    given: {start: time}
    means: {start: {at_or_before: {the: moment}}}
  consented:
    title: {et: nõusolek on olemas, en: there is a consent}
    means:
      some:
        of: client.consents
        as: consent
        where:
          consent.purposes: {covers: {the: purpose}}
          holds: {begun: {start: consent.given_at}}
  untitled:
    means: {client.adult: true}
obligations:
  tell:
    title: {et: teatada kliendile, en: tell the client}
    timing: after
    within: 30 days
"""

RULES = {
    "head": (
        """
        effect: allow
        ground: law
        operation: [disclose, store]
        purpose: contract
        recipient: [court, partner]
        data: email
        """,
        """
        Allows store and disclose, if all of this holds:
        the recipient is partner or court
        the purpose is the contract
        the data is email
        """,
        """
        Lubatud on store ja disclose, kui täidetud on kõik järgmised tingimused:
        vastuvõtja on partner või court
        eesmärk on leping
        andmed on email
        """,
    ),
    "nothing at all": (
        "{effect: allow, ground: law}",
        "Allows any operation, whatever else is the case",
        "Lubatud on mis tahes toiming, muid tingimusi ei ole",
    ),
    "a denial with unless": (
        "{effect: deny, operation: store, unless: {client.adult: true}}",
        """
        Prohibits store, whatever else is the case
        Unless this holds:
        client.adult: yes
        """,
        """
        Keelatud on store, muid tingimusi ei ole
        Välja arvatud juhul, kui täidetud on järgmine tingimus:
        client.adult: jah
        """,
    ),
    "each comparison": (
        """
        effect: allow
        ground: law
        when:
          client.adult: false
          client.age: {at_least: 18, less_than: 100}
          client.score: {more_than: 0.5, at_most: 7}
          client.city: Tartu
          client.nickname: {present: true}
          recipient.group: {present: false}
          client.rank: [gold, silver]
          client.hobbies: {includes: chess, overlaps: [go, chess]}
          client.refused: {covers: {the: recipient.kind}}
          item.category: {within: [email, phone]}
          client.joined_at: {before: 2026-01-01, after: {the: client.born_on, plus: 18 years}}
          client.left_at: {at_or_after: {the: client.joined_at, minus: 1 hour}}
          client.born_on: {is: {the: client.born_on}}
        """,
        """
        Allows any operation, if all of this holds:
        client.adult: no
        client.age: at least 18
        client.age: less than 100
        client.score: more than 0.5
        client.score: at most 7
        client.city: Tartu
        client.nickname: there is one
        recipient.group: there is none
        client.rank: gold or silver
        client.hobbies: includes chess
        client.hobbies: has something in common with chess, go
        client.refused: covers recipient
        data: lies within email, phone
        client.joined_at: earlier than 2026-01-01
        client.joined_at: later than client.born_on plus 18 years
        client.left_at: not earlier than client.joined_at less 1 hour
        client.born_on: the same as client.born_on
        """,
        """
        Lubatud on mis tahes toiming, kui täidetud on kõik järgmised tingimused:
        client.adult: ei
        client.age: vähemalt 18
        client.age: vähem kui 100
        client.score: rohkem kui 0.5
        client.score: kõige rohkem 7
        client.city: Tartu
        client.nickname: on olemas
        recipient.group: ei ole olemas
        client.rank: gold või silver
        client.hobbies: nende hulgas on chess
        client.hobbies: on ühisosa järgmisega: chess, go
        client.refused: hõlmab: vastuvõtja
        andmed: jääb piiridesse: email, phone
        client.joined_at: varasem kui 2026-01-01
        client.joined_at: hilisem kui client.born_on pluss 18 aastat
        client.left_at: mitte varasem kui client.joined_at miinus 1 tund
        client.born_on: sama mis client.born_on
        """,
    ),
    "joined conditions": (
        """
        effect: allow
        ground: law
        when:
          any:
            - client.adult: true
            - {client.age: 17, client.city: Tartu}
          every:
            of: client.breaches
            as: breach
            where: {not: {breach.id: b-1}}
        """,
        """
        Allows any operation, if all of this holds:
        at least one of these:
        client.adult: yes
        all of this:
        client.age: 17
        client.city: Tartu
        client.breaches: for each of them, if there are any:
        this must not hold:
        client.breaches.id: b-1
        """,
        """
        Lubatud on mis tahes toiming, kui täidetud on kõik järgmised tingimused:
        vähemalt üks järgnevast:
        client.adult: jah
        kõik järgnev:
        client.age: 17
        client.city: Tartu
        client.breaches: igaühe puhul, kui neid on:
        see ei tohi olla täidetud:
        client.breaches.id: b-1
        """,
    ),
    "definitions, told in place for what they are handed": (
        """
        effect: allow
        ground: law
        when:
          all:
            - holds: consented
            - holds: untitled
            - holds: {begun: {start: client.joined_at}}
        """,
        """
        Allows any operation, if all of this holds:
        there is a consent
        what this means
        client.consents: for at least one of them:
        client.consents.purposes: covers purpose
        has begun
        what this means
        client.consents.given_at: not later than moment of the request
        p#untitled
        what this means
        client.adult: yes
        has begun
        what this means
        client.joined_at: not later than moment of the request
        """,
        """
        Lubatud on mis tahes toiming, kui täidetud on kõik järgmised tingimused:
        nõusolek on olemas
        mida see tähendab
        client.consents: vähemalt ühe puhul:
        client.consents.purposes: hõlmab: eesmärk
        on alanud
        mida see tähendab
        client.consents.given_at: mitte hilisem kui päringu hetk
        p#untitled
        mida see tähendab
        client.adult: jah
        on alanud
        mida see tähendab
        client.joined_at: mitte hilisem kui päringu hetk
        """,
    ),
    "parameters, with their values on the day": (
        """
        effect: allow
        ground: law
        when:
          moment: {after: {the: client.joined_at, plus: {parameter: waiting}}}
          client.refused: {overlaps: {parameter: partners}}
        """,
        """
        Allows any operation, if all of this holds:
        moment of the request: later than client.joined_at plus waiting time (10 days)
        client.refused: has something in common with p#partners
        """,
        """
        Lubatud on mis tahes toiming, kui täidetud on kõik järgmised tingimused:
        päringu hetk: hilisem kui client.joined_at pluss ooteaeg (10 päeva)
        client.refused: on ühisosa järgmisega: p#partners
        """,
    ),
    "exceptions and what lifts a denial": (
        """
        effect: deny
        operation: disclose
        except:
          demanded:
            title: {et: seadus nõuab, en: law demands it}
            when:
              any:
                - permitted_by: law
                - permitted_by: p#nothing_at_all
            except:
              too_late: {when: {client.left_at: {present: true}}}
        """,
        """
        Prohibits disclose, whatever else is the case
        Exceptions, each of which keeps the rule from applying:
        law demands it
        at least one of these:
        permitted on the ground: law
        permitted by the rule: p#nothing_at_all
        Exceptions to this exception:
        too_late
        client.left_at: there is one
        """,
        """
        Keelatud on disclose, muid tingimusi ei ole
        Erandid, millest igaüks välistab reegli kohaldamise:
        seadus nõuab
        vähemalt üks järgnevast:
        lubatud alusel: law
        lubatud reegliga: p#nothing_at_all
        Erandid sellest erandist:
        too_late
        client.left_at: on olemas
        """,
    ),
    "what comes with a rule": (
        """
        effect: allow
        ground: marketing
        title: {et: Pakkumised, en: Offers}
        operation: view_own_data
        because:
          et: "Oodatud on {waiting}, {client.joined_at} järel."
          en: "The wait of {waiting} after {client.joined_at} is over."
        obliges: [tell]
        in_force: {from: 2026-02-01, to: 2026-04-30}
        """,
        """
        Allows view_own_data, whatever else is the case
        Ground
        marketing
        Obligations
        tell the client (afterwards, within 30 days)
        Reason given
        The wait of waiting time after client.joined_at is over.
        Dates
        in force from 2026-02-01 to 2026-04-30
        """,
        """
        Lubatud on view_own_data, muid tingimusi ei ole
        Õiguslik alus
        marketing
        Kohustused
        teatada kliendile (pärast toimingut, tähtaeg 30 päeva)
        Põhjendus
        Oodatud on ooteaeg, client.joined_at järel.
        Kehtivus
        kehtib 2026-02-01 kuni 2026-04-30
        """,
    ),
}


def _rule(name: str, text: str) -> str:
    key = name.replace(" ", "_").replace(",", "")
    body = dedent(text).strip()
    return f"{key}: {body}" if body.startswith("{") else f"{key}:\n" + _indented(body)


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines())


@pytest.fixture(scope="module")
def site() -> Site:
    rules = "\n".join(_rule(name, written) for name, (written, _, _) in RULES.items())
    return site_of(load(policy(rules, more=MORE)))


@pytest.mark.parametrize("name", RULES)
@pytest.mark.parametrize("language", ["en", "et"])
def test_a_rule_is_read_as_a_sentence(site: Site, name: str, language: str) -> None:
    _, english, estonian = RULES[name]
    anchor = "p." + name.replace(" ", "_").replace(",", "")
    told = site[f"rules.{language}.html"].read(anchor).splitlines()
    wanted = dedent(english if language == "en" else estonian).strip().splitlines()
    # The page begins sentences with a capital by its style: the words are as they are.
    found = [line.lower() for line in told[2:]]
    expected = [line.lower() for line in wanted]
    ground = {"en": "ground", "et": "õiguslik alus"}[language]
    if ground not in expected and ground in found:
        assert found[found.index(ground) :] == [ground, "law"]
        found = found[: found.index(ground)]
    assert found == expected


def test_a_definition_stands_on_its_own_with_its_arguments(site: Site) -> None:
    told = site["rules.en.html"].read("p.definition-begun").splitlines()
    assert told == [
        "has begun",
        "p#begun · policy_0.yaml:14",
        "it is handed: start: moment",
        "start: not later than moment of the request",
    ]


def test_a_parameter_has_its_values_with_their_days(site: Site) -> None:
    told = site["rules.et.html"].read("p.parameter-waiting").splitlines()
    assert " ".join(told[2:]) == ("alates väärtus punktid 2026-01-01 10 päeva 2026-03-01 1 kuu")


def test_an_obligation_has_its_time_and_its_rules(site: Site) -> None:
    told = site["obligations.en.html"].read("p.tell").splitlines()
    assert told[:2] == ["tell the client", "afterwards, within 30 days"]
    assert told[-1] == "Offers"


GUARANTEES = """\
kind: guarantees
guarantees:
  never: {never_allow: {operation: store, when: {client.adult: false}}}
  implied:
    allow_implies: {recipient: partner, unless: {client.adult: true}, then: {client.age: 30}}
  always: {always_allow: {operation: view_own_data}}
"""
PROMISES = {
    "never": (
        """
        Never permitted: store, if this holds:
        client.adult: no
        """,
        """
        Mitte kunagi ei ole lubatud: store, kui täidetud on järgmine tingimus:
        client.adult: ei
        """,
    ),
    "implied": (
        """
        If this is permitted: any operation, and this holds:
        the recipient is partner
        unless this holds:
        client.adult: yes
        then this holds, too:
        client.age: 30
        """,
        """
        Kui lubatud on mis tahes toiming ja täidetud on järgmine tingimus:
        vastuvõtja on partner
        välja arvatud juhul, kui täidetud on järgmine tingimus:
        client.adult: jah
        siis on täidetud ka järgmine tingimus:
        client.age: 30
        """,
    ),
    "always": (
        "Always permitted, whatever else is unknown: view_own_data",
        "Alati on lubatud, ükskõik mis muu on teadmata: view_own_data",
    ),
}


@pytest.mark.parametrize("name", PROMISES)
def test_a_guarantee_is_read_as_a_sentence(name: str) -> None:
    texts = documents(policy("free: {effect: allow, ground: law}"))
    made = site_of(Engine.load({**texts, "guarantees.yaml": GUARANTEES}))
    for language, wanted in zip(("en", "et"), PROMISES[name], strict=True):
        told = made[f"guarantees.{language}.html"].read(name).splitlines()[2:]
        assert told == dedent(wanted).strip().splitlines()
