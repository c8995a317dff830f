"""What a comparison of two policy sets says, in Estonian."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

TEXTS: Final[Mapping[str, str]] = {
    "title": "Muudatused: enne {old}, nüüd {new}",
    "digests": "enne: räsi {old}; nüüd: räsi {new}",
    # --- what came of it ---
    "same": "tähendus ei muutunud: tõestatud iga päringu kohta",
    "same_words": "tähendus ei muutunud, muutusid ainult sõnad, mida päringud kasutavad: tõestatud "
    "iga päringu kohta",
    "found": "päringute liike, millele vastatakse teisiti: {number}; neist leevendab {loosening}",
    "found_one": "päringute liike, millele vastatakse teisiti: 1; neist leevendab {loosening}",
    "all_found": "rohkem neid ei ole: kõigile teistele päringutele vastatakse nagu enne, tõestatud",
    "loosened": "leevendatud: midagi tohib avaldada, mida enne ei tohtinud, muul alusel või "
    "vähemate kohustustega; küsige teise isiku allkirja",
    "not_loosened": "midagi ei ole leevendatud: tõestatud",
    "stopped": "otsimine lõppes, kui liike oli {number}: neid võib olla rohkem; suurendage arvu "
    "`--most`",
    "undecided": "{limit} miljoni sammuga jäi otsustamata: {kinds}; proovige suuremat arvu "
    "`--limit`",
    "mistaken": "tõestaja leidis päringu, millele mootorid nii ei vasta: see on "
    "disclosure-rules'i viga, palun teatage sellest; midagi ei ole tõestatud",
    # --- what is written otherwise ---
    "texts": "Mis on teisiti kirjutatud",
    "no_texts": "mitte midagi peale järjekorra, paigutuse ja märkuste",
    "text": "{how}: {what} {name}{parts} ({place})",
    "parts": ": {parts}",
    "was": "{name}, enne {old_name}",
    "added": "lisatud",
    "removed": "kustutatud",
    "edited": "muudetud",
    "renamed": "ümber nimetatud",
    "moved": "teise poliitikasse viidud",
    "vocabulary": "sõnavara",
    "term": "termin",
    "entity": "olem",
    "fact": "asjaolu",
    "clause": "punkt",
    "policy": "poliitika",
    "parameter": "parameeter",
    "obligation": "kohustus",
    "definition": "mõiste",
    "rule": "reegel",
    "guarantee": "tagatis",
    # --- words that requests say ---
    "words": "Mida päringud teisiti ütlevad",
    "word_renamed": "taksonoomia `{taxonomy}` termin `{old}` on nüüd `{new}`: päring, milles on "
    "`{old}`, lükatakse vigasena tagasi",
    "word_added": "taksonoomia `{taxonomy}` termin `{term}` on uus: enne lükati seda kasutav "
    "päring vigasena tagasi",
    "word_removed": "taksonoomia `{taxonomy}` terminit `{term}` enam ei ole: seda kasutav päring "
    "lükatakse vigasena tagasi",
    "fact_added": "asjaolu `{path}` on uus: enne lükati seda sisaldav päring vigasena tagasi; "
    "endiselt reeglistikult küsitakse ilma selleta",
    "fact_removed": "asjaolu `{path}` enam ei ole: seda sisaldav päring lükatakse vigasena tagasi; "
    "uuelt reeglistikult küsitakse ilma selleta",
    "fact_retyped": "asjaolu `{path}` kirjutatakse teisiti: kummaltki reeglistikult küsitakse "
    "ilma selleta, kui see on kirjutatud teise reeglistiku järgi",
    # --- what is answered otherwise ---
    "changes": "Millele vastatakse teisiti",
    "change": "{kind}: {cause}",
    "change_loosens": "{kind}: {cause} (leevendab)",
    "newly_permitted": "nüüd lubatud",
    "permitted_in_new_words": "lubatud uue sõnaga",
    "on_another_ground": "lubatud muul alusel",
    "with_fewer_obligations": "vähemate kohustustega",
    "newly_refused": "enam ei ole lubatud",
    "refused_otherwise": "endiselt ei ole lubatud, kuid muul põhjusel",
    "newly_undecided": "nüüd asjaolud selgitamata",
    "on_fewer_grounds": "lubatud vähematel alustel",
    "with_more_obligations": "rohkemate kohustustega",
    "refused_in_old_words": "enam ei ole loetav",
    "of_rule": "reegel `{name}` ({place})",
    "of_new_rule": "uus reegel `{name}` ({place})",
    "of_old_rule": "reegel `{name}`, mida enam ei ole ({place})",
    "of_renamed_rule": "reegel `{name}`, enne `{old_name}` ({place})",
    "of_ground": "alus `{ground}`",
    "of_duty": "kohustus `{id}` ({timing})",
    "of_duty_within": "kohustus `{id}` ({timing}, tähtaeg {within})",
    "of_released": "avaldada tohib niipea, kui on täidetud {duties}",
    "of_nothing": "avaldada tohib, kuigi ükski enne avaldamist täidetav kohustus ei ole täidetud",
    "of_word": "taksonoomia `{taxonomy}` termin `{term}`",
    "days": "päevadel {days}; neid võib olla teisigi",
    "days_from": "alates {start}",
    "days_to": "kuni {end}",
    "days_between": "{start} kuni {end}",
    "request": "väikseim selline päring:",
    "before": "enne:",
    "after": "nüüd:",
    "invalid": "lükatakse vigasena tagasi: selles on sõna, mida see reeglistik ei tunne",
    "left_out": "küsitud ilma asjaoluta {paths}, mida see reeglistik ei loe",
    "rests_on": "reeglid: {rules}",
    "rule_at": "{name} ({place})",
    # --- while it works ---
    "progress": "otsin: {kind}; seni leitud: {number}",
}
