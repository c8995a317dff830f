"""What is said where tables are decided, in Estonian."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

TEXTS: Final[Mapping[str, str]] = {
    # --- columns that do not fit ---
    "error_unknown_column": "veerg `{column}` ei ole sõnavara asjaolu; öelge vastavuses, mille ta "
    "annab, või nimetage ta loendis `also`",
    "error_unknown_column_near": "veerg `{column}` ei ole sõnavara asjaolu; kas mõtlesite "
    "`{nearest}`?",
    "error_no_fact": "vastavuses on `{fact}`, mida sõnavaras ei ole",
    "error_no_fact_near": "vastavuses on `{fact}`, mida sõnavaras ei ole; kas mõtlesite "
    "`{nearest}`?",
    "error_no_column": "vastavuses on veerg `{column}`, mida tabelis ei ole",
    "error_column_taken": "veerul `{column}` on sama nimi kui veerul, mille otsus lisab; andke "
    "sellele teine nimi",
    "error_column_twice": "asjaolu `{column}` annavad nii veerg `{column}` kui ka vastavus; jätke "
    "üks neist või nimetage veerg loendis `also`",
    "error_column_type": "veerus `{column}` on {found}, aga asjaolu vajab {expected}; teisendage "
    "veerg",
    "error_no_moment": "ükski veerg ei anna hetke (`moment`); lisage veerg või öelge see vastavuse "
    "osas `values`",
    "error_between_microseconds": "veerus `{column}` on hetki, mis jäävad kahe mikrosekundi "
    "vahele, ja sellist päringus olla ei või; ümardage need",
    "error_beyond_microseconds": "veerus `{column}` on hetki, mis on sadade tuhandete "
    "aastate kaugusel, ja sellist päringus olla ei või; jätke need read välja või parandage need",
    "error_no_frame": "see ei ole pandase, Polarsi ega PyArrow tabel ega DuckDB relatsioon",
    "error_frame_unreadable": "tabelit ei saa lugeda; igal veerul peab olema oma nimi ja "
    "ühte liiki väärtused",
    "error_column_unread": "veeru `{column}` tüüpi {found} ei oska DuckDB lugeda; muutke tüüpi või "
    "jätke veerg välja",
    "error_no_row": "rida {row} ei ole; tabelis on ridu {rows}",
    "error_disagreement": "rida jäi otsustamata ja ka tagasi lükkamata: see on disclosure-rulesi "
    "viga, palun teatage sellest; midagi ei kirjutatud",
    "error_not_decided": "DuckDB ei saanud neid ridu otsustada; vaadake, kas mälu ja kettaruumi on "
    "piisavalt",
    "error_columns_alike": "veeruga `{column}` on samanimeline teine veerg, mis erineb üksnes "
    "suur- ja väiketähtede poolest; nimetage üks neist ümber",
    "error_column_unnamed": "veerul {place} (esimese number on 1) ei ole nime või on selles märk "
    "NUL; andke teine nimi",
    # --- child tables ---
    "error_in_child": "loendi `{list}` alamtabel: {problem}",
    "error_list_no_records": "`{fact}` ei ole kirjete loend, aga alamtabel on vaid sellisel "
    "loendil; nimetage selle veerg osas `columns`",
    "error_list_twice": "asjaolu `{fact}` annavad nii alamtabel kui ka miski muu vastavuses; "
    "jätke üks neist",
    "error_list_key": "`key` peab alamtabeli veeru järgi ütlema, millise rea veeruga see võrdne "
    "on; nimetage vähemalt üks paar",
    "error_list_known": "`known` peab olema rea veerg, mis ütleb, kas kirjed on kogu loend, või "
    "`true`, kui need seda alati on",
    "error_list_no_fields": "ükski veerg ei anna kirjete välja; öelge osas `columns`, milline "
    "annab",
    "error_key_type": "veerus `{column}` on {found}, aga võti on tekst või täisarv; teisendage "
    "veerg",
    "error_key_kinds_text": "võti `{column}` on tekst, aga ridade veerus `{of_rows}` on "
    "täisarvud, nii et võrdseid olla ei saa; tehke mõlemad ühesuguseks",
    "error_key_kinds_whole": "võtmes `{column}` on täisarvud, aga ridade veerg `{of_rows}` on "
    "tekst, nii et võrdseid olla ei saa; tehke mõlemad ühesuguseks",
    "error_key_mixed": "võti `{column}` on mõnes kirjes tekst ja mõnes täisarv; tehke kõik "
    "ühesuguseks",
    "error_key_null": "kirjed, millel võtit `{column}` ei ole, ei kuulu kellelegi: neid on "
    "{count}, esimene on kirje {first} (esimese number on 1); täitke võti või jätke kirjed välja",
    "error_key_odd": "on kirjeid, mille võti `{column}` on tühi, algab või lõpeb tühikuga, "
    "sisaldab midagi nähtamatut või ei ole tekst ega täisarv: neid on {count}, esimene on kirje "
    "{first} (esimese number on 1); parandage võti",
    "error_no_row_met": "ükski selle kirjetest ({count}) ei kuulu ühegi rea juurde, nii et iga "
    "loendit peetaks tühjaks; kontrollige, kas `key` nimetab õiged veerud, ja kui nimetab, andke "
    "kirjeteta tabel",
    "error_row_key": "{list}: rea võti (`{columns}`) on tühi, algab või lõpeb tühikuga, sisaldab "
    "midagi nähtamatut või on kirjete võtmest teist liiki",
    "error_row_known": "{list}: `{known}` ei ütle, kas loend on teada; seal peab olema `true` "
    "või `false`",
    "error_row_records": "{list}: `{known}` ütleb, et loend ei ole teada, ometi on selle kirjeid "
    "olemas; üks neist kahest on vale",
    # --- columns of a database ---
    "error_not_in_postgres": "{place}: reegel `{rule}` küsib midagi, mida PostgreSQLilt täpselt "
    "küsida ei saa; otsustage need päringud ükshaaval",
    "error_where_columns": "`columns` peab asjaolu tee järgi ütlema, milline veerg selle annab",
    "error_where_moment": "hetk (`moment`) on kõigil ridadel sama: andke see väärtusena `moment`, "
    "mitte veeruna",
    "error_where_no_column": "see, mis on antud asjaolule `{fact}`, ei ole SQLAlchemy tabeli veerg",
    "error_where_needs_child_table": "`{fact}` on kirjete loend: andke sellele `ChildTable`",
    "error_where_several_tables": "asjaolu `{fact}` alamtabeli veerud on mitmest tabelist; andke "
    "need ühest tabelist või alampäringust",
    "error_where_own_child": "asjaolu `{fact}` alamtabel on ühtlasi ridade endi tabel; kasutage "
    "selle aliast",
    "error_where_belongs": "asjaolu `{fact}` alamtabeli osas `belongs` peavad olema paarid: selle "
    "tabeli veerg ja rea veerg",
    "error_where_items": "iga rida on üks andmeüksus: andke see, mis on kõigil ühine, väärtusena "
    "`item`, mitte `items`",
    "error_where_twice": "asjaolu `{fact}` annavad nii veerg kui ka väärtus; jätke üks neist",
    "error_where_value": "`{word}` väärtus ei sobi: {reason}",
    "error_where_fulfilled": "`fulfilled` peab olema kohustuste nimede hulk",
    "error_no_obligation_in_force": "ühtegi kehtivat kohustust nimega `{id}` ei ole",
    # --- mapping files ---
    "error_mapping_no_mapping": "{place}: vastavusel on osad {known}, siin ei ole neist ühtegi",
    "error_mapping_part": "{place}: `{part}` ei ole vastavuse osa; osad on {known}",
    "error_mapping_names": "{place}: `{part}` on veergude nimede loend",
    "error_mapping_pairs": "{place}: osas `{part}` on asjaolude teed, igaühe järel see, mis ta on",
    "error_mapping_column": "{place}: `{word}` peab olema veeru nimi",
    "error_mapping_twice": "{place}: `{word}` on nii osas `columns` kui ka osas `values`; "
    "jätke üks",
    "error_mapping_fact": "{place}: sõnavaras ei ole asjaolu `{word}`",
    "error_mapping_value": "{place}: `{word}` väärtus ei sobi: {reason}",
    "error_mapping_list": "{place}: `lists.{word}` vajab osi {known}",
    "error_mapping_list_pairs": "{place}: osas `{part}` on nimed, igaühe järel veeru nimi",
    "error_mapping_list_part": "{place}: `{part}` ei ole alamtabeli osa; osad on {known}",
    "error_mapping_list_lacks": "{place}: `{word}` puudub; alamtabelil on `file`, `key` ja `known`",
    "error_mapping_file": "{place}: `{word}` peab olema faili nimi",
    "error_mapping_known": "{place}: `{word}` peab olema ridade veeru nimi või `true`",
    # --- files ---
    "error_unknown_ending": "faili `{file}` nime lõpus ei ole `.parquet`, `.csv`, `.jsonl` ega "
    "`.ndjson`; nimetage fail, millel on",
    "error_unreadable": "faili `{file}` ei saa lugeda sellena, mida tema nimi ütleb; kontrollige, "
    "kas fail on terve",
    "error_unreadable_csv": "faili `{file}` ei saa lugeda CSV-na: see peab olema UTF-8, igal real "
    "peab olema sama palju lahtreid kui päises ja ükski rida ei või olla pikem kui 16 MiB",
    "error_no_commas": "faili `{file}` lahtreid ei eralda komad; kirjutage see komadega",
    "error_no_rights": "faili `{file}` ei või lugeda; küsige selleks õigus või nimetage teine fail",
    "error_no_plain_file": "`{file}` on kaust, seade vms ja seda ei saa üle kirjutada; nimetage "
    "teine fail",
    "error_unwritable": "faili `{file}` ei saa kirjutada ({reason}); vaadake, kas ruumi on ja kas "
    "võite sinna kirjutada",
    "error_no_file": "faili `{file}` ei ole; kontrollige nime",
    "error_other_ending": "väljundi nimi peab lõppema nagu sisendi oma: `{ending}`",
    "error_same_file": "väljund kirjutaks üle sisendi `{file}`; nimetage teine fail",
    "error_column_repeated": "veerg `{column}` on päises kaks korda; andke igale veerule oma nimi",
    "error_line_no_object": "faili `{file}` rida {line} ei ole JSON-objekt, mille iga võti "
    "on üks kord; parandage see",
    "error_no_folder": "kausta, kuhu kirjutada `{file}`, ei ole; looge see või nimetage teine fail",
    # --- what the command says ---
    "no_output": "nimetage OUTPUT ehk fail, kuhu kirjutada, või valikuga --row rida, mis trükkida",
    "row_alone": "valikuga --row midagi ei kirjutata: jätke ära OUTPUT, --only-permitted ja "
    "--fulfilled",
    "no_obligation": "reeglistikus ei ole kohustust `{id}`",
    "decided": "otsustatud ridu {rows}, tagasi lükatud {rejected}",
    "outcome_permitted": "lubatud",
    "outcome_prohibited": "keelatud",
    "outcome_no_ground": "alus puudub",
    "outcome_facts_missing": "asjaolud selgitamata",
    "by_rule": "reegliti:",
    "written": "kirjutatud: {file}",
    "left": "ridu, mis võivad minna: {count}",
    "held": "lubatud ridu, mis jäävad, sest enne tuleb täita kohustusi: {count}; täidetud "
    "kohustused nimetage valikuga --fulfilled",
    "without_row": "loendi `{list}` kirjeid, mis ei kuulu ühegi rea juurde: {count}",
    "progress": "ridu {rows}",
    "no_extra": "tabelite jaoks on vaja DuckDB-d ja selle juurde kuuluvat, mis ei ole paigaldatud: "
    "käivitage pip install 'disclosure-rules[tables]'",
    "no_postgres_extra": "PostgreSQLi tingimuse jaoks on vaja SQLAlchemyt ja sqlgloti, mis ei ole "
    "paigaldatud: käivitage pip install 'disclosure-rules[postgres]'",
    # --- Spark ---
    "no_spark": "Sparki tabelite jaoks on vaja PySparki ja selle juurde kuuluvat, mis ei ole "
    "paigaldatud: käivitage pip install 'disclosure-rules[spark]'",
    "error_no_spark_frame": "see ei ole Sparki DataFrame; muude tabelite jaoks on `decide_table`",
    "error_spark_no_child": "see ei ole Sparki DataFrame; lugege kirjed sellesse",
    "error_spark_key_null": "kirjed, millel võtit `{column}` ei ole, ei kuulu kellelegi: neid on "
    "{count}; täitke võti või jätke kirjed välja",
    "error_spark_key_odd": "on kirjeid, mille võti `{column}` on tühi, algab või lõpeb tühikuga "
    "või sisaldab midagi nähtamatut: neid on {count}; parandage võti",
    "error_spark_streaming": "voogtabelil ei ole lõppu; otsustage iga selle osa eraldi, "
    "`foreachBatch` sees",
    "error_spark_moments": "tabelis on rohkem kui {most} ajahetke; andke ühe töö kõigile ridadele "
    "sama hetk või otsustage tabel osade kaupa",
    "error_spark_rules": "tabelit võib puudutada {count} reeglit, kuid Sparkilt küsitakse kõige "
    "rohkem {most} reegli kohta; jagage tabel toimingu, eesmärgi, saaja või andmeliigi järgi ja "
    "otsustage osade kaupa",
    "error_spark_value": "vastavuses antud `{fact}` väärtus ei mahu Sparki veergu; andke tekst, "
    "tõeväärtus, arv või loend tekstidest või ühesugustest kirjetest",
    "error_not_in_spark": "{place}: reegel `{rule}` küsib seda, mille kohta ei ole teada, et see "
    "tähendab Sparkis sama; otsustage need read käsuga `decide_table`",
    "spark_reject_boolean": "`{column}` ei anna tõeväärtust",
    "spark_reject_integer": "`{column}` ei anna kuni 20-kohalist täisarvu",
    "spark_reject_number": "`{column}` ei anna arvu, millel on kuni 20 kohta enne koma ja 18 "
    "pärast seda, või annab ujukomaarvu, mis ei ole 15 koha piires täpne; tehke sellest kümnendarv",
    "spark_reject_text": "`{column}` annab tühja teksti või teksti, mis ei ole UTF-8",
    "spark_reject_time": "`{column}` ei anna tavalist aega: aastate 1000 ja 9000 vahel, tekstina "
    "nagu 2026-11-22T12:00:00+02:00",
    "spark_reject_date": "`{column}` ei anna kuupäeva, tekstina nagu 2026-11-22",
    "spark_reject_term": "`{column}` annab mõiste, mida sõnavaras ei ole",
    "spark_reject_terms": "`{column}` annab mõiste, mida sõnavaras ei ole, või loendis NULL-i",
    "spark_reject_texts": "`{column}` annab loendis NULL-i või tühja või vigase teksti",
    "spark_reject_records": "`{column}` annab kirje, mis on NULL või mille mõni asjaolu ei sobi",
    "spark_reject_no_moment": "`{column}` ei anna ajahetke",
    "spark_reject_late": "rida oli tabeli esimesel vaatamisel teistsugune; salvestage tabel ja "
    "otsustage salvestatu",
}
