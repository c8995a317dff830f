"""The words for decisions, in the languages of the command line."""

from __future__ import annotations

from typing import Final

OUTCOMES: Final = {
    "et": {
        "permitted": "lubatud",
        "prohibited": "keelatud",
        "no_ground": "alus puudub",
        "facts_missing": "asjaolud selgitamata",
    },
    "en": {
        "permitted": "permitted",
        "prohibited": "prohibited",
        "no_ground": "no ground",
        "facts_missing": "facts missing",
    },
}

WORDS: Final = {
    "et": {
        "any_data": "mis tahes andmed",
        "missing": "selgitada: {paths}",
        "too_broad": "antud liiga üldiselt, täpsustada: {paths}",
        "before": "enne avaldamist",
        "with": "avaldamisel",
        "after": "pärast, tähtaeg {within}",
        "duty": "{when}: {title}",
        "lapsed": "jõus ei ole ühtki redaktsiooni poliitikast {policies}: miski ei ole lubatud",
        "no_rule": "ükski reegel ei luba",
        "item": "{name}: {outcome}",
    },
    "en": {
        "any_data": "any data",
        "missing": "to find out: {paths}",
        "too_broad": "given too broadly, to say more exactly: {paths}",
        "before": "before disclosing",
        "with": "with the disclosure",
        "after": "afterwards, within {within}",
        "duty": "{when}: {title}",
        "lapsed": "no version of {policies} is in force: nothing is permitted",
        "no_rule": "no rule allows it",
        "item": "{name}: {outcome}",
    },
}
