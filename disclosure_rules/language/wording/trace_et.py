"""What a trace says, in Estonian."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

TEXTS: Final[Mapping[str, str]] = {
    "title": "Reeglistiku {id} seosed",
    "intro": "Mis iga punkti täidab ja millised juhtumid seda näitavad. Juhtum näitab reeglit, "
    "kui reegel selles mõne andmeühiku lubab või keelab",
    # --- what names a clause ---
    "kind_term": "termin",
    "kind_rule": "reegel",
    "kind_exception": "erand",
    "kind_parameter": "parameeter",
    "kind_guarantee": "tagatis",
    "kind_case": "juhtum",
    "of_rule": "reegli {rule} juures",
    "version": "redaktsioon {version}",
    "carried_by_nothing": "miski ei täida seda",
    "decides_none": "ei otsusta üheski juhtumis",
    "decides_one": "otsustab ühes juhtumis",
    "decides_many": "otsustab {number} juhtumis",
    "tested_none": "ükski juhtum ei ütle, et seda kontrollib",
    "tested_one": "seda kontrollib üks juhtum",
    "tested_many": "seda kontrollib {number} juhtumit",
    "no_clauses": "ei nimeta ühtegi punkti",
    "guarantees": "samade punktide tagatised",
    "more": "veel {number}",
    # --- the table ---
    "column_notice": "teade",
    "column_clause": "punkt",
    "column_where": "kus asub",
    "column_says": "mida ütleb",
    "column_carried_by": "kes täidab",
    "column_kind": "mis nimetab",
    "column_name": "nimi",
    "column_rule": "reegel",
    "column_version": "redaktsioon",
    "column_title": "pealkiri",
    "column_place": "fail ja rida",
    "column_number": "juhtumite arv",
    "column_cases": "juhtumid",
    # --- the published text ---
    "as_they_were": "{file}: üle vaadata ei ole midagi; teate `{notice}` muutmata jagusid: {same}",
    "differs": "{file}: teate `{notice}` muutmata jagusid: {same}; kadunud või muutunud jagusid: "
    "{changed}; teksti uusi või muutunud jagusid: {new}",
    "section_changed": "jagu `{section}` on kadunud või muutunud; vaadake selle punktid üle:",
    "section_new": "teksti {number}. jagu on uus või muutunud: „{begins}“",
    "once_reviewed": "kui see on üle vaadatud, kirjutage",
    "unwatched": "punktid, mida teate võtmes `sections` ei ole, nii et ükski teksti muutus nendeni "
    "ei vii:",
}
