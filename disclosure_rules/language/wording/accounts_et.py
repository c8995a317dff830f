"""What accounts of disclosures and the register say, in Estonian."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

TEXTS: Final[Mapping[str, str]] = {
    # --- what both say ---
    "period_any_any": "logi algusest tänaseni",
    "period_since_any": "alates {since} tänaseni",
    "period_any_until": "logi algusest kuni {until}",
    "period_since_until": "{since} kuni {until}",
    "as_of": "seisuga {at}",
    "column_recipient": "vastuvõtja",
    "column_purpose": "eesmärk",
    "column_ground": "õiguslik alus",
    # --- an account ---
    "account_title": "Väljavõte avaldamistest",
    "account_of": "kelle andmed: {client}",
    "for_auditor": "Audiitorile: näitab ka seda, millest andmesubjektile praegu teatada ei tohi; "
    "ärge seda väljastage",
    "column_left_on": "väljastatud",
    "column_what": "mida",
    "column_reference": "viide",
    "column_withheld": "andmesubjektile ei teatata",
    "removed": "logist eemaldatud",
    "withheld": "kuni {until}, korraldus: {order}",
    "withheld_orally": "kuni {until}, suuline korraldus: {order}",
    "nothing_to_tell": "Ei ole avaldamisi, millest teatada",
    "general_note": "Kui asutus on seaduse alusel andnud korralduse avaldamisest esialgu mitte "
    "teatada, jääb see igast väljavõttest välja; ükski väljavõte ei ütle, kas see nii on",
    # --- an order to withhold ---
    "order_recorded": "salvestatud [{id}]: kuni {until} jäetakse väljavõtetest välja, mida on "
    "väljastatud vastuvõtjale {recipient}",
    "order_ended": "salvestatud [{id}]: korraldus vastuvõtja {recipient} kohta on lõppenud",
    "no_moment": "siin peab olema hetk koos ajavööndi nihkega, näiteks 2026-12-31T00:00:00+02:00",
    # --- the register ---
    "register_title": "Isikuandmete töötlemise register",
    "register_note": "Koostatud selle põhjal, mida on lubatud ja mis on väljastatud; vastutava "
    "töötleja nime ja kontaktandmed, edastamise kolmandatesse riikidesse, kustutamise tähtajad ja "
    "turvameetmed lisab see, kes nende eest vastutab",
    "nothing_registered": "Selle aja jooksul ei ole midagi lubatud",
    "no_purpose": "eesmärgita",
    "any_data": "mis tahes andmed",
    "column_recipients": "vastuvõtjad (mitu)",
    "column_category": "andmete liik",
    "column_operations": "toimingud",
    "column_obligations": "kohustused",
    "column_permitted": "otsuseid",
    "column_left": "avaldamisi",
    "column_first": "esimene",
    "column_last": "viimane",
    # --- for whoever makes an account ---
    "unknown": "logis ei ole selle andmesubjekti kohta ühtegi kirjet: kontrollige tunnust",
    "removals": "sellest logist on kirjeid korralduse alusel eemaldatud: nende sisu siin ei ole",
    "operator_withheld": "mitte andmesubjektile: väljavõttest välja jäetud avaldamisi {number}; "
    "neid näitab `--for-auditor`",
    "operator_order": "  vastuvõtja {recipient}, kuni {until}, korraldus: {order}",
}
