"""What each diagnostic says in Estonian, and the choice of sentences on how to mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

TEXTS: Final[Mapping[str, tuple[str, ...]]] = {
    # --- files ---
    "no_such_folder": (
        "siin ei ole reeglistiku kausta",
        "{mend}",
        "nimetage kaust, milles on `vocabulary.yaml` ja poliitikad",
    ),
    "no_documents": (
        "siin ei ole YAML-faile",
        "reeglistik on kaust, milles on `.yaml`-failid",
    ),
    "file_unreadable": (
        "faili või kausta ei saa lugeda",
        "kontrollige, kas see on olemas ja kas teil on õigus seda avada",
    ),
    "linked_folder": (
        "kaust on viit ja viidatud kaustu ei loeta",
        "pange siia kaust ise: otsustav tekst peab olema seal, kus see üle vaadatakse",
    ),
    "deep_folder": (
        "kaust asub reeglistikust rohkem kui 16 taset allpool ja seda ei loeta",
        "tõstke see ülespoole",
    ),
    "link_outside": (
        "viit viib reeglistikust välja, ringiga tagasi või mitte kuhugi",
        "pange kausta fail ise: otsustav tekst peab olema seal, kus see üle vaadatakse",
    ),
    "file_too_large": (
        "fail on suurem kui 16 MiB",
        "jagage see mitmeks dokumendiks",
    ),
    "byte_order_mark": (
        "fail algab baidijärjemärgiga",
        (
            "salvestage see UTF-8 kodeeringus ilma selle märgita; "
            "redaktoris on valik `UTF-8` või `UTF-8 without BOM`"
        ),
    ),
    "not_utf8": (
        "fail ei ole siin UTF-8 kodeeringus",
        "{mend}",
        "salvestage see UTF-8 kodeeringus",
    ),
    "control_character": (
        "siin on märk, mida tekstis olla ei tohi",
        "{mend}",
        "kustutage see; redaktoris võib see olla nähtamatu",
    ),
    # --- YAML ---
    "empty_file": (
        "dokument on tühi",
        "kirjutage selle sisu või jätke fail ära",
    ),
    "yaml_syntax": (
        "see ei ole YAML: {problem}",
        "{mend}",
        "kontrollige taanet (tühikud, mitte tabeldusmärgid), tühikut kooloni järel ja jutumärke",
    ),
    "odd_space": (
        "siin on {space}",
        "kirjutage tavaline tühik; need kaks näevad välja ühesugused",
    ),
    "yaml_anchor": (
        "ankruid nagu `&{word}` siin ei loeta",
        "kirjutage sisu välja või andke sellele nimi võtme `definitions` all",
    ),
    "yaml_alias": (
        "viiteid nagu `*{word}` siin ei loeta",
        "kirjutage sisu välja või andke sellele nimi võtme `definitions` all",
    ),
    "yaml_tag": (
        "silte nagu `{word}` siin ei loeta",
        "jätke silt ära; tekstid pange jutumärkidesse",
    ),
    "yaml_directive": (
        "direktiive siin ei loeta",
        "kustutage rida, mis algab märgiga %",
    ),
    "second_document": (
        "siit algab samas failis teine dokument",
        "pange iga dokument omaette faili",
    ),
    "too_deep": (
        "pesastus on sügavam kui 64 taset",
        "andke selle osadele nimed võtme `definitions` all",
    ),
    "merge_key": (
        "ühendamisvõtit `<<` siin ei loeta",
        "kirjutage kirjed välja",
    ),
    "duplicate_key": (
        "`{word}` on siin teist korda",
        (
            "esimene on kohas {first}; jätke alles üks "
            "(tingimused, mis peavad mõlemad täidetud olema, pange `{both}:` alla)"
        ),
        "esimene on kohas {first}; jätke alles üks või kontrollige vahepealsete ridade taanet",
    ),
    "key_not_text": (
        "võti peab olema sõna",
        "pange see jutumärkidesse või valige teine sõna",
    ),
    # --- shape ---
    "not_a_mapping": (
        "dokument peab koosnema võtmetest",
        "kirjutage `võti: väärtus`, iga võti omaette reale",
    ),
    "unknown_kind": (
        "`{word}` ei ole dokumendi liik",
        "kas mõtlesite `{nearest}`? liigid on {known}",
        "liigid on {known}",
    ),
    "unknown_key": (
        "`{word}` ei ole võti, mis siin olla võib",
        "kas mõtlesite `{nearest}`? siin võivad olla võtmed {known}",
        "siin võivad olla võtmed {known}",
    ),
    "missing_key": (
        "siit puudub võti `{word}`",
        "lisage `{word}:`",
    ),
    "exception_without_name": (
        "`when` on otse `except` all, vahel ei ole nime",
        "kirjutage `except:`, selle alla erandi nimi ja nime alla `when:`",
    ),
    "wrong_shape": (
        "siin peab olema {expected}",
        "{hint}",
    ),
    "one_of_keys": ("siin peab olema täpselt üks järgmistest: {known}",),
    "bad_id": (
        "`{word}` ei saa olla nimi",
        (
            "nimi algab väiketähega `a` kuni `z` ja koosneb ainult neist tähtedest, "
            "numbritest ja märgist `_`"
        ),
    ),
    "reserved_word": (
        "`{word}` on keele oma sõna ega saa siin nimi olla",
        "valige teine nimi",
    ),
    "duplicate_id": (
        "`{word}` on kirja pandud teist korda",
        "see on juba olemas kohas {first}; andke ühele teine nimi",
    ),
    # --- texts ---
    "text_cut_at_comma": (
        "koma on selle keele teksti pooleks lõiganud",
        "kirjutage iga keel omaette reale või pange tekst jutumärkidesse",
    ),
    "text_without_language": (
        "tekst ei ütle, mis keeles see on",
        "kirjutage iga keele jaoks oma rida: {languages}",
    ),
    "unknown_language": (
        "`{word}` ei ole selle reeglistiku keel",
        "kas mõtlesite `{nearest}`? sõnavaras on keeled {known}",
        "sõnavaras on keeled {known}",
    ),
    "loose_brace": (
        "looksulul ei ole selles tekstis paarilist",
        "kirjutage kohatäited kujul `{{asjaolu}}`; muid looksulge tekstis olla ei saa",
    ),
    "unknown_placeholder": (
        "`{{{word}}}` ei tähista siin midagi",
        "kas mõtlesite `{{{nearest}}}`?",
        "kasutage asjaolu nime või nime, mille annab `some`, näiteks `{{consent.id}}`",
    ),
    "ambiguous_placeholder": (
        "`{{{word}}}` võib tähistada kannet ühest või teisest loendist",
        "andke iga `some` kannetele oma nimi, mitte `{name}`",
    ),
    # --- vocabulary ---
    "no_vocabulary": (
        "reeglistikul ei ole sõnavara",
        "lisage dokument, milles on `kind: vocabulary`",
    ),
    "second_vocabulary": (
        "reeglistikul on teine sõnavara",
        "esimene on {first}; jätke neist alles üks",
    ),
    "unknown_language_version": (
        "seda reeglikeele versiooni ei tunta",
        "kirjutage `language: 1`",
    ),
    "unknown_time_zone": (
        "`{word}` ei ole ajavöönd",
        "kasutage IANA nime, näiteks `Europe/Tallinn`",
    ),
    "missing_taxonomy": (
        "puudub liigitus `{word}`",
        "igas sõnavaras on operations, purposes, recipients, data ja grounds",
    ),
    "empty_taxonomy": (
        "liigituses `{word}` ei ole ühtegi terminit",
        "lisage termin või kustutage liigitus",
    ),
    "unknown_taxonomy": (
        "`{word}` ei ole liigitus",
        "kas mõtlesite `{nearest}`? liigitused on {known}",
        "liigitused on {known}",
    ),
    "unknown_type": (
        "`{word}` ei ole tüüp",
        "kas mõtlesite `{nearest}`? tüübid on {known}",
        "tüübid on {known}",
    ),
    "involves_elsewhere": (
        "ainult toimingud ütlevad, mida need puudutavad",
        "kustutage siit `involves`",
    ),
    "silence_of_entity": (
        "kui `{word}` päringust puudub, on see alati teadmata",
        "öelge `silence_means` selle asjaolude, mitte terviku kohta",
    ),
    "built_in_fact": (
        "`{word}` on keeles juba olemas",
        "kustutage see rida",
    ),
    "list_in_list": (
        "kannete loendis ei saa olla teist loendit",
        "hoidke sisemist loendit tekstide hulgana",
    ),
    # --- names ---
    "unknown_term": (
        "`{word}` ei ole {what}",
        "kas mõtlesite `{nearest}`? {taxonomy} on loetletud kohas {listed}",
        "{taxonomy} on loetletud kohas {listed}",
        "kas mõtlesite `{nearest}`?",
    ),
    "unknown_fact": (
        "`{word}` ei ole asjaolu, mis siin olla võib",
        "kas mõtlesite `{nearest}`? see on koos teistega kirjas kohas {listed}",
        "kas mõtlesite `{nearest}`?",
        "sellised asjaolud on kirjas kohas {listed}",
        "jätke `{surplus}` ära: tingimus algab asjaoluga või sõnaga `all`, `any` või `not`",
    ),
    "field_of_list": (
        "`{word}` on loendi `{list}` kannete väli",
        "vaadake kandeid ühekaupa: `some: {{of: {list}, as: …, where: …}}`",
    ),
    "unknown_operator": (
        "`{word}` ei ole võrdlus",
        "kas mõtlesite `{nearest}`? võrdlused on {known}",
        "võrdlused on {known}",
    ),
    "unknown_definition": (
        "mõistet `{word}` ei ole",
        "kas mõtlesite `{nearest}`?",
    ),
    "unknown_parameter": (
        "parameetrit `{word}` ei ole",
        "kas mõtlesite `{nearest}`?",
    ),
    "unknown_obligation": (
        "kohustust `{word}` ei ole",
        "kas mõtlesite `{nearest}`?",
    ),
    "unknown_rule": (
        "reeglit `{word}` ei ole",
        "kas mõtlesite `{nearest}`?",
    ),
    "unknown_policy": (
        "poliitikat `{word}` ei ole",
        "kas mõtlesite `{nearest}`?",
    ),
    "unknown_clause": (
        "punkti `{word}` ei ole",
        "kas mõtlesite `{nearest}`?",
        "punktid on dokumendis, milles on `kind: notice`",
    ),
    "unused_ground": (
        "ükski reegel ei luba alusel `{word}`, seega ei saa see kunagi täidetud olla",
        "nimetage mõne lubava reegli alus või reegel kujul `poliitika#reegel`",
    ),
    "not_an_allow_rule": (
        "`{word}` ei luba midagi",
        "`permitted_by` nimetab lubava reegli või õigusliku aluse",
    ),
    "reference_out_of_force": (
        "`{word}` ei kehti päeval {day}, kuigi seda siin kasutatakse",
        (
            "see peab kehtima alati, kui seda kasutatakse; või lühendage selle kehtivust, mis seda "
            "kasutab"
        ),
    ),
    # --- conditions ---
    "empty_condition": (
        "tühi tingimus ei ütle midagi",
        "kirjutage võrdlus või kustutage võti",
    ),
    "bare_list": (
        "siin on mitu tingimust ja lahtine on, kas täidetud peavad olema kõik või mõni",
        "pange need `all:` või `any:` alla",
    ),
    "operator_missing": (
        "`{word}` eest puudub võrdlus",
        "kirjutage `is: {{{word}: …}}` või mõni muu võrdlus",
    ),
    "operator_does_not_fit": (
        "`{operator}` siia ei sobi, sest asjaolu on {left}",
        "vaadake kandeid ühekaupa: `some: {{of: {list}, as: …, where: …}}`",
        "siia sobivad {known}",
    ),
    "fact_as_text": (
        "`{word}` on asjaolu nimi, mis on siin kirjas tekstina",
        "asjaoluga võrdlemiseks kirjutage `{{the: {word}}}`",
    ),
    "parameter_as_text": (
        "`{word}` on parameetri nimi, mis on siin kirjas tekstina",
        (
            "parameetri väärtusega võrdlemiseks kirjutage `{{parameter: {word}}}`; "
            "kui mõeldud on tekst, andke ühele teine nimi"
        ),
    ),
    "several_categories": (
        "andmeühikul võib olla mitu liiki ja `is` jätab lahtiseks, kas mõeldud on kõiki või mõnda",
        "öelge `within` (iga liik) või `overlaps` (mõni liik)",
    ),
    "wrong_comparison": ("`{operator}` ei saa võrrelda neid kahte: {left} ja {right}",),
    "wrong_value": (
        "siin peab olema {expected}",
        "{hint}",
    ),
    "present_of_unknown": (
        (
            "`present` ei saa küsida, kas `{word}` on olemas: selle puudumine päringust tähendab, "
            "et see on teadmata"
        ),
        "kontrollige asjaolu ennast või, kui arvestus on täielik, kirjutage `silence_means: none`",
    ),
    "shifted_moment": (
        "päringu hetke ei saa nihutada",
        "arvestage aega sündmusest edasi: `moment: {{after: {{the: SÜNDMUS, plus: 30 days}}}}`",
    ),
    "shift_of_no_time": ("kestust saab liita ainult ajale, aga see on {found}",),
    "hours_on_date": (
        "kuupäeval ei ole tunde, mida lugeda",
        "kasutage päevi, kuid või aastaid või asjaolu tüübiga `time`",
    ),
    "quantifier_shape": (
        "`{word}` vajab võtmeid `of` (loend), `as` (kande nimi) ja `where` (tingimus)",
    ),
    "not_a_list": (
        "`{word}` on {found}, mitte kannete loend",
        "nimetage asjaolu, mille juures on `list:`",
    ),
    "shadowed_name": (
        "`{word}` tähendab siin juba midagi muud",
        "valige `as` järele teine nimi",
    ),
    "nested_quantifier": (
        "`where` ei tohi jõuda järgmise `some` või `every` juurde",
        "`{word}` jõuab; küsige kannete kohta ühe sammuga või jagage tingimus osadeks",
        "küsige kannete kohta ühe sammuga või jagage tingimus osadeks",
    ),
    "definition_cycle": (
        "mõiste `{word}` tugineb iseendale",
        "teekond on {way}; katkestage ring",
    ),
    "too_deep_definitions": (
        "tingimus on koos oma mõistetega sügavam kui 64 taset",
        "`{word}` tugineb liiga pikale mõistete ahelale; öelge see vähemate sammudega",
        "öelge see vähemate sammudega",
    ),
    "wrong_arguments": (
        "`{word}` saab teistsugused argumendid, kui see võtab",
        "see võtab: {known}",
    ),
    "wrong_argument_type": ("`{argument}` peab olema {expected}, aga see on {found}",),
    "misplaced_permitted_by": (
        "`permitted_by` võib olla ainult keelava reegli `unless` ja `except` all, eituseta",
        "kirjutage siia tingimus ise",
    ),
    "types_differ_by_version": (
        "`{word}` on eri redaktsioonides eri tüüpi",
        "andke sellele üks tüüp",
    ),
    # --- rules and policies ---
    "ground_missing": (
        "reegel `{word}` lubab ilma õigusliku aluseta",
        "lisage `ground:` ja õiguslike aluste liigituse termin",
    ),
    "ground_on_deny": (
        "keelaval reeglil ei ole õiguslikku alust",
        "kustutage `ground`",
    ),
    "within_only_after": (
        "`within` käib kohustuse juurde, millel on `timing: after`, ja ainult selle juurde",
        "lisage `within`, näiteks `30 days`, või muutke aega `timing`",
    ),
    "parameter_starts_late": (
        "parameetril `{word}` ei ole väärtust enne {day}, kuid poliitika kehtib alates {first}",
        "lisage väärtus alates {first}",
    ),
    "parameter_date_twice": (
        "teine väärtus alates {day}",
        "jätke neist alles üks",
    ),
    "dates_reversed": ("viimane päev {last} on enne esimest päeva {first}",),
    "rule_outside_policy": (
        "reegel kehtib päevadel, mil selle poliitika ei kehti",
        "poliitika kehtib {first} kuni {last}",
        "poliitika kehtib alates {first}",
    ),
    "version_overlap": (
        "redaktsioon `{word}` ja redaktsioon `{other}` ({at}) kehtivad mõlemad päeval {day}",
        "lõpetage varasem eelmisel päeval: `in_force: {{from: …, to: …}}`",
    ),
    "version_gap": (
        "alates {first} ei kehti ükski poliitika `{word}` redaktsioon ja siis ei ole miski lubatud",
        "järgmine redaktsioon peaks algama {first}",
    ),
    "version_end": (
        (
            "poliitika `{word}` viimane redaktsioon lõpeb ja alates {first} ei ole reeglistikus "
            "miski lubatud"
        ),
        "lisage järgmine redaktsioon või, kui seda ei tule, `repealed: true`",
    ),
    "repealed_without_end": (
        "`repealed` ütleb, et viimasele päevale ei järgne midagi, aga viimast päeva ei ole",
        "lisage `in_force` alla `to:` või kustutage `repealed`",
    ),
    # --- cases ---
    "unknown_fixture": (
        "lähteandmeid `{word}` ei ole",
        "kas mõtlesite `{nearest}`?",
    ),
    "unknown_item": (
        "päringus ei ole andmeühikut `{word}`",
        "kas mõtlesite `{nearest}`? andmeühikud on {known}",
        "andmeühikud on {known}",
    ),
    "unknown_outcome": (
        "`{word}` ei ole tulemus",
        "kas mõtlesite `{nearest}`? tulemused on {known}",
        "tulemused on {known}",
    ),
    "table_fact": (
        "`{word}` ei saa olla tabeli ridade ega veergude asjaolu: see on {type}",
        ("tabelis võib olla ühe väärtusega asjaolu, näiteks `recipient.kind` või `item.category`"),
    ),
    "table_value_twice": (
        "`{word}` on selles tabelis teist korda",
        "esimene on kohas {first}; jätke alles üks",
    ),
    "table_row": (
        "rida `{word}` ei vasta veergudele (lahtreid: {cells}, veerge: {columns})",
        "kirjutage lahter ka neile veergudele: {missing}",
        "jätke ära see, mis on viimasest veerust edasi, või lisage sellele veerg",
    ),
    "table_items": (
        "tabeli päringus võib olla ainult üks andmeühik",
        (
            "jätke alles üks andmeühik; see, mille poolest need erinevad, "
            "pange tabelisse, näiteks `item.category`"
        ),
    ),
    "case_request": ("päring ei sobi sõnavaraga: `{path}` {problem}",),
    # --- traces: what `trace --strict` finds ---
    "clause_without_rule": (
        "punkti `{word}` peavad täitma otsused, aga miski ei täida seda",
        (
            "nimetage see punkti täitva reegli või termini võtmes `clauses` või öelge, kes seda "
            "täidab: `carried_by: client` või `information`"
        ),
    ),
    "rule_without_clause": (
        "reegel `{word}` ei nimeta ühtegi punkti",
        "lisage `clauses: […]` punktidega, mida reegel täidab",
    ),
    "rule_without_case": (
        "reegel `{word}` ei otsusta üheski juhtumis",
        (
            "lisage juhtum, mille mõne andmeühiku see lubab või keelab; selle käivitab "
            "`disclosure-rules test`"
        ),
    ),
    # --- checks: rules and conditions ---
    "rule_never_applies": (
        (
            "reegel `{word}` ei saa kunagi kehtida: miski ei vasta korraga võtmele `{part}` ja "
            "sellele, mis on enne seda"
        ),
        (
            "`{operation}` ei hõlma võtit `{involved}` ja seda päringus ei ole: vaadake "
            "`involves` siin: {at}"
        ),
        "võrrelge seda reegli päise ja teiste tingimustega: kaks neist välistavad teineteise",
    ),
    "condition_never_holds": (
        "see `{word}` osa ei saa kunagi täidetud olla",
        "võrrelge seda kõrvalolevaga: need välistavad teineteise",
    ),
    "condition_always_holds": (
        "see `{word}` osa ei ütle midagi: kui ülejäänu on täidetud, on täidetud ka see",
        "kustutage see või kirjutage asemele, mida mõtlesite",
    ),
    "unless_without_effect": (
        (
            "sellel reegli `{word}` erandil ei ole kunagi mõju: see ei saa olla täidetud seal, "
            "kus reegel kehtiks"
        ),
        (
            "võrrelge seda reegli päise ja võtmega `when`; kustutage see või kirjutage "
            "asemele, mida mõtlesite"
        ),
    ),
    "rule_covered": (
        "reegel `{word}` ei lisa midagi: alati, kui see kehtib, kehtib samal alusel ka `{other}`",
        "`{other}` on siin: {at}; kustutage üks neist või kitsendage laiemat",
    ),
    "near_duplicate": (
        "{sort}: `{word}` ütleb sama mis `{other}`",
        "`{other}` on siin: {at}; kustutage üks neist või kirjutage, mis pidi olema teisiti",
    ),
    "rule_always_denied": (
        "reegel `{word}` ei luba kunagi midagi: alati, kui see kehtib, keelab `{other}`",
        "`{other}` on siin: {at}; sellel võib `unless` puududa või on ühel neist vale `effect`",
    ),
    "deny_not_needed": (
        "reegel `{word}` keelab ainult seda, mida ükski reegel ei luba",
        (
            "võrrelge selle päist ja tingimusi lubavate reeglite omadega; midagi võib olla "
            "valesti kirjutatud"
        ),
    ),
    "missing_obligation": (
        "ainult reeglil `{word}` puudub kohustus `{obligation}`, mis on kõigil sarnastel reeglitel",
        "lisage see võtme `obliges` alla nagu siin: {at}",
    ),
    "guarantee_of_nothing": (
        "tagatis `{word}` ei räägi millestki: ükski päring ei vasta selle tingimustele",
        "võrrelge selle päist ja tingimusi: kaks neist välistavad teineteise",
    ),
    "every_of_nothing": (
        "`every` on täidetud ka siis, kui loendis `{word}` ei ole ühtegi kannet",
        "kui vähemalt üks kanne peab olema, lisage kõrvale sama loendi `some`",
    ),
    "begins_later": (
        (
            "siin küsitakse seda, mis ei ole alanud: `{word}` peab olema hetkest hiljem ja lõpp "
            "ei tohi olla käes"
        ),
        "kui loeb see, mis on alanud, kirjutage `at_or_before`",
    ),
    "swapped_arguments": (
        (
            "`{word}` ja `{other}` on vist vahetuses: siin on `{word}` `{first}` ja `{other}` "
            "on `{second}`"
        ),
        (
            "mujal on seal alati asjaolu, mille puudumine päringust tähendab vastupidist, "
            "näiteks siin: {at}"
        ),
    ),
    "waits_for_silence": (
        "`{word}` on täidetud alles siis, kui `{argument}` on antud, kuid enamasti seda ei ole",
        (
            "kõik sinna antud asjaolud, näiteks `{path}`, põhjendavad, miks puudumine "
            "tähendab, et seda ei ole: kas `not` jäi välja?"
        ),
    ),
    "near_text": (
        "üheski juhtumis ei ole asjaolul `{path}` teksti `{word}`",
        "kas mõtlesite `{nearest}`? kui ei, lisage juhtum, kus see tekst on",
    ),
    "odd_date": (
        "esimene päev {day} on teistest kaugel",
        "redaktsiooni nimi on `{version}`; üks neist on valesti kirjutatud",
        "sellele lähim on {other}: kas aasta on valesti kirjutatud?",
    ),
    "named_otherwise": (
        "reegli nimi on `{word}`, aga selle `{part}` nimetab: {terms}",
        "kui nimi on õige, kirjutage `{part}: {word}`; kui ei, andke reeglile teine nimi",
    ),
    "term_within_term": (
        "`{word}` ei ütle siin midagi: samas loetelus hõlmab seda `{other}`",
        "kustutage üks neist võtme `{part}` alt",
    ),
    # --- checks: vocabulary ---
    "silence_without_because": (
        (
            "unustatud `{word}` aitab andmeid avaldada: selle puudumine tähendab, et seda ei "
            "ole, ja põhjust ei ole öeldud"
        ),
        (
            "seda loeb `{rule}` siin: {at}; lisage `because`, mis nimetab täieliku arvestuse, "
            "või jätke `silence_means` välja"
        ),
    ),
    "because_of_unknown": (
        (
            "`because` põhjendab, miks `{word}` puudumine tähendab, et seda ei ole, aga see "
            "tähendab, et see on teadmata"
        ),
        "lisage `silence_means: none` või kustutage `because`",
    ),
    "refuses_until_supplied": (
        (
            "asjaolu `{word}` loevad ainult keelud ja puudumisel on see teadmata: kes selle "
            "välja jätab, saab keeldumise"
        ),
        (
            "seda loeb `{rule}` siin: {at}; hoolitsege, et iga teenus selle annaks, ja öelge "
            "seda vaigistavas kommentaaris"
        ),
    ),
    "split_without_other": (
        "ükski kitsam termin ei tähista seda, mis on `{word}`, aga mitte ükski selle all nimetatu",
        (
            "`{rule}` nimetab terminit `{child}` siin: {at} ja jätab sellise päringu "
            "lahtiseks; lisage termin, näiteks `other_{word}`"
        ),
    ),
    "unused_word": (
        "{sort}: `{word}`",
        "see on siin: {at}; võib-olla jäi praeguses kohas tingimus välja, muidu kustutage see seal",
        "kustutage see või otsige koht, kust see välja jäi",
    ),
    # --- checks: texts and cases ---
    "label_missing": (
        "sõna `{word}` tekstil `{key}` puudub {languages}",
        "lisage tekst selles keeles",
    ),
    "same_text": (
        "lugeja ei erista sõnu `{word}` ja `{other}`: nende tekst keeles `{language}` on sama",
        "teine on siin: {at}; kirjutage, mis pidi olema teisiti",
    ),
    "untranslated": (
        "sõna `{word}` tekst keeles `{language}` on sõna-sõnalt sama mis keeles `{other}`",
        "tõlkige see",
    ),
    "placeholders_differ": (
        "lauses keeles `{language}` puudub `{{{word}}}`, mis on olemas keeles `{other}`",
        "lisage see või kustutage see sealt",
    ),
    "sentence_with_gap": (
        "reegli `{rule}` kehtimisel võib `{word}` puududa ja siis jääb lausesse lünk",
        "küsige seda tingimustes: `{word}: {{present: true}}` või jätke see lausest välja",
    ),
    "case_cites_elsewhere": (
        "juhtum `{word}` viitab punktidele, mis ei puutu sellesse, mida see küsib",
        "see ootab: {rules}, mille punktid on {clauses}",
        "see ootab: {rules}",
        "viidake punktidele, mida juhtum kontrollib",
    ),
    # --- deep checks: what is proved of every request ---
    "rule_never_decides": (
        "reegel `{word}` ei otsusta kunagi midagi: {reason}",
        "üks neist on laiem kui mõeldud või puudub sellel `unless`: {rules}",
        "võrrelge selle päist tingimustega: koos ei jäta need ühtki päringut",
    ),
    "rule_redundant": (
        "reeglita `{word}` otsustataks iga päringu kohta sama",
        (
            "sama otsustavad {rules}; jätke see alles üksnes siis, kui nimetada tuleb ka {own}, ja "
            "öelge seda kommentaaris, mis selle vaigistab"
        ),
        "sama otsustavad {rules}; kustutage see või kirjutage, mida see pidi lisama",
        "kustutage see või kirjutage, mida see pidi lisama",
    ),
    "deny_never_bites": (
        "reegel `{word}` ei keela midagi, mis oleks ilma selleta lubatud",
        (
            "võrrelge selle päist ja tingimusi lubavate reeglite omadega; kui see ütleb vaid seda, "
            "mis niigi järeldub, öelge seda kommentaaris, mis selle vaigistab"
        ),
    ),
    "definition_always_holds": (
        "ühegi päringu puhul ei ole mõiste `{word}` täitmata",
        (
            "mõni selle tingimus võib olla valesti kirjutatud; kui ei ole, ei ütle see seal "
            "midagi, kus seda nimetatakse"
        ),
    ),
    "definition_never_holds": (
        "ühegi päringu puhul ei ole mõiste `{word}` täidetud",
        "võrrelge selle tingimusi ja seda, mis sellele antakse: kaks neist välistavad teineteise",
    ),
    "allow_meets_deny": (
        "`{word}` lubab, mida `{other}` keelab, ja keeld on tugevam",
        "`{other}` on siin: {at}; mõlemad kehtivad päringu `{request}` puhul",
    ),
    "not_decided": (
        "jäi otsustamata, {question}: {reason}",
        "{mend}",
    ),
    # --- comments that silence ---
    "silenced_without_reason": (
        "`{word}` on vaigistatud ilma põhjuseta ja seega vaigistamata",
        "öelge põhjus: `# silenced {word}: põhjus`",
    ),
    "silenced_unknown_code": (
        "`{word}` ei ole midagi, mida saaks vaigistada",
        "kas mõtlesite `{nearest}`?",
        "nimetage hoiatus: `# silenced KOOD: põhjus`; viga saab ainult parandada",
    ),
    "silenced_without_effect": (
        "siin ei ole `{word}`, mida vaigistada",
        "kustutage kommentaar või pange see mõeldud rea kõrvale või kohale",
    ),
}
