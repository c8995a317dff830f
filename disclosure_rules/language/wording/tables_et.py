"""What is said where tables are decided, in Estonian."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

TEXTS: Final[Mapping[str, str]] = {
    # --- what cannot be asked in SQL ---
    "error_dates_of_two_facts": "{place}: reegel `{rule}` võrdleb kahe asjaolu kuupäevi, mis reast "
    "reasse erinevad, ja seda tabelis teha ei saa; võrrelge hetke või kindla kuupäevaga või "
    "otsustage need päringud ükshaaval",
    "error_number_too_long": "{place}: reegel `{rule}` võrdleb arvuga, millel on enne koma rohkem "
    "kui 20 või pärast koma rohkem kui 18 kohta; tabel seda täpselt ei hoia",
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
    "error_no_frame": "see ei ole pandase, Polarsi ega PyArrow tabel ega DuckDB relatsioon",
    "error_no_row": "rida {row} ei ole; tabelis on ridu {rows}",
    "error_disagreement": "SQL ja otsustaja ütlevad rea kohta erinevat: see on disclosure-rulesi "
    "viga, palun teatage sellest; midagi ei kirjutatud",
    "error_not_decided": "DuckDB ei saanud neid ridu otsustada; vaadake, kas mälu ja kettaruumi on "
    "piisavalt",
    "error_columns_alike": "veeruga `{column}` on samanimeline teine veerg, mis erineb üksnes "
    "suur- ja väiketähtede poolest; nimetage üks neist ümber",
    # --- mapping files ---
    "error_mapping_no_mapping": "{place}: vastavusel on osad {known}, siin ei ole neist ühtegi",
    "error_mapping_part": "{place}: `{part}` ei ole vastavuse osa; osad on {known}",
    "error_mapping_names": "{place}: `also` on veergude nimede loend",
    "error_mapping_pairs": "{place}: osas `{part}` on asjaolude teed, igaühe järel see, mis ta on",
    "error_mapping_column": "{place}: `{word}` peab olema veeru nimi",
    "error_mapping_twice": "{place}: `{word}` on nii osas `columns` kui ka osas `values`; "
    "jätke üks",
    "error_mapping_fact": "{place}: sõnavaras ei ole asjaolu `{word}`",
    "error_mapping_value": "{place}: `{word}` väärtus ei sobi: {reason}",
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
    "progress": "ridu {rows}",
    "no_extra": "tabelite jaoks on vaja DuckDB-d ja selle juurde kuuluvat, mis ei ole paigaldatud: "
    "käivitage pip install 'disclosure-rules[tables]'",
}
