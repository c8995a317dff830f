"""What a decision log says, in Estonian."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

TEXTS: Final[Mapping[str, str]] = {
    # --- why a log cannot be used ---
    "error_no_log": "logi `{log}` ei ole; kontrollige nime",
    "error_not_a_log": "`{log}` ei ole otsuste logi; nimetage teine fail",
    "error_other_format": "`{log}` on vormingus {format}, see väljalase tunneb vormingut {known}; "
    "kasutage väljalaset, mis seda tunneb",
    "error_cannot_open": "logi `{log}` ei saa avada; kontrollige, kas selle kaust on olemas ja kas "
    "võite sinna kirjutada",
    "error_locked": "teised kirjutavad logisse `{log}` ega lõpetanud õigel ajal; proovige uuesti "
    "või otsige protsessi, mis on hangunud",
    "error_full": "logi `{log}` ei saa kasvada: ketas on täis või piir on käes; tehke ruumi",
    "error_read_only": "logisse `{log}` ei või te kirjutada; kontrollige selle ja selle kausta "
    "õigusi",
    "error_damaged": "logi `{log}` on rikutud; `log verify` ütleb, kust; hoidke fail alles ja "
    "jätkake terve koopiaga",
    "error_too_large": "salvestatav on logi `{log}` jaoks liiga suur; küsige korraga vähem",
    "error_failed": "logi `{log}` ei saa kasutada ({error}); kontrollige ketast ja proovige uuesti",
    "error_closed": "logi `{log}` on suletud; avage see uuesti",
    "error_lines_unwritable": "faili `{file}` ei saa kirjutada ({reason}); kontrollige, kas selle "
    "kaust on olemas, kas võite sinna kirjutada ja kas kettal on ruumi",
    # --- keys and policies ---
    "error_no_keys": "pseudonüümide tegemiseks ei ole võtmeid; andke logile `keys`",
    "error_wrong_key": "võti `{key}` ei ole see, mida logi `{log}` selle nime all tunneb; andke "
    "õige võti või uus võti oma nimega",
    "error_key_name": "võtme nimi ei saa olla `{key}`; kasutage tähti, numbreid ning märke `.`, "
    "`_` ja `-`, kokku kuni 40",
    "error_key_short": "võti `{key}` on liiga lühike; selles peab olema vähemalt {shortest} baiti",
    "error_key_not_named": "võti peab olema antud, ja kui neid on mitu, tuleb nimetada kehtiv",
    "error_key_unreadable": "võtit failis `{file}` ei saa lugeda ({reason}); kontrollige nime",
    "error_no_documents": "mootor on tehtud valmis reeglistikust, aga logi vajab selle dokumente; "
    "kasutage `Engine.load`",
    "error_policies_changed": "reeglistiku dokumendid on pärast laadimist muutunud; laadige need "
    "uuesti",
    # --- what is asked of it ---
    "error_no_record": "logis ei ole kirjet `{id}`; kontrollige tunnust",
    "error_no_policies": "logis ei ole reeglistikku räsiga {digest}; kontrollige logi",
    "error_altered": "kirje {number} ei ole see, mis salvestati; `log verify` ütleb rohkem",
    "error_no_decision": "logis ei ole otsust `{id}`; kontrollige tunnust, mille ütles "
    "`decision.id`",
    "error_not_permitted": "otsus {id} ei lubanud andmeühikut `{item}`; mis on välja läinud ilma "
    "loata, seda ei saa kinnitada avaldamisena: see on rikkumine, millega tuleb tegeleda",
    "error_before_open": "enne andmeühiku `{item}` väljastamist tuleb täita: {obligations}; "
    "märkige see üles käsuga `fulfil` või nimetage see parameetris `fulfilled`",
    "error_no_items": "nimetage väljastatud andmeühikud loendina",
    "error_no_reference": "nimetage viide, mille järgi avaldamist tuntakse",
    "error_no_offset": "väljastamise ajal peab olema ajavööndi nihe",
    "error_no_obligation": "otsusel ei ole kohustust `{obligation}`; on {known}",
    "error_no_obligations": "nimetage täidetud kohustused",
    # --- accounts ---
    "error_no_key_files": "asukohas `{path}` ei ole võtit; pange iga võti faili, mille nimi on "
    "võtme nimi",
    "error_keys_unreadable": "võtmeid asukohas `{path}` ei saa lugeda ({reason}); kontrollige nime "
    "ja seda, kas võite selle avada",
    "no_day": "siin peab olema päev, näiteks 2026-01-31",
    "error_keys_lacking": "log tunneb võtmeid, mida ei antud ja mille all võib olla veel kirjeid: "
    "{keys}; andke need või öelge, millised on hävinud",
    "error_period_reversed": "ajavahemik lõpeb {until} ehk enne algust {since}; vahetage päevad",
    "error_no_recipient": "nimetage tunnuse järgi vastuvõtja, keda korraldus puudutab",
    "error_no_order": "nimetage korraldus: kes selle andis ja millise dokumendiga",
    "error_oral_too_long": "suuline korraldus kehtib kõige rohkem {days} päeva; nimetage varasem "
    "hetk või dokument",
    "error_until_past": "hetk, milleni teatamine edasi lükata, on möödas, ja logis ei ole kehtivat "
    "korraldust, mida see lõpetaks; nimetage hetk tulevikus",
    # --- checkpoints ---
    "error_no_signing": "allkirjad vajavad paketti `cryptography`; paigaldage "
    "`disclosure-rules[signing]`",
    "error_no_private_key": "see ei ole paroolita Ed25519 privaatvõti PEM-kujul; tehke see käsuga "
    "`openssl genpkey -algorithm ed25519`",
    "error_no_public_key": "see ei ole Ed25519 avalik võti PEM-kujul; tehke see privaatvõtmest "
    "käsuga `openssl pkey -pubout`",
    "error_no_checkpoint": "see ei ole logi kontrollpunkt; selle trükib `log checkpoint`",
    "error_bad_signature": "kontrollpunkt ei ole selle võtmega allkirjastatud või on seda "
    "muudetud; otsige üles see, mis hoiule pandi",
    "error_unreadable": "faili `{file}` ei saa lugeda ({reason}); kontrollige nime ja seda, kas "
    "võite selle avada",
    # --- what `log verify` finds ---
    "sound": "{log}: kirjeid {records}, kõik on korras; viimase räsi on {last}",
    "not_sound": "{log}: loetud kirjeid {records}; leide {findings}",
    "found_missing": "kirjed {number} kuni {detail} puuduvad",
    "found_unlinked": "kirje {number} ei järgne eelmisele: üks neist on asendatud, vahele lisatud "
    "või ümber tõstetud",
    "found_altered": "kirjet {number} on ahelas muudetud",
    "found_no_opening": "kirje 1 ei ole logi algus: algus on ära lõigatud või asendatud",
    "found_content_missing": "kirje {number} sisu on eemaldatud",
    "found_content_altered": "kirje {number} sisu on muudetud",
    "found_facts_missing": "kirje {number} asjaolud on eemaldatud",
    "found_facts_altered": "kirje {number} asjaolusid on muudetud",
    "found_stray": "on tekst kirje {number} jaoks, mida ahelas ei ole",
    "found_unreadable": "alates kirjest {number} ei saa faili lugeda: {detail}",
    "found_file_damaged": "fail on rikutud: {detail}",
    "found_guard_missing": "muutmiskaitse on eemaldatud või muudetud: {detail}",
    "found_guard_added": "andmebaasi on midagi lisatud: {detail}",
    "found_truncated": "logi lõpeb enne kirjet {number}, aga kontrollpunkti allkirjastamise ajal "
    "oli neid {detail}",
    "found_rewritten": "kirje {number} ei ole see, mida kontrollpunkt nimetab: logi on selle "
    "kohani ümber kirjutatud või on kontrollpunkt teise logi oma",
    "checkpoint_and_key": "`--checkpoint` ja `--public-key` käivad koos: nimetage mõlemad",
    # --- what is removed by order ---
    "error_order_unnamed": "nimetage korraldus, mille järgi eemaldatakse, näiteks kirja number",
    "error_owed_still": "kliendi ees on veel täitmata kohustusi: {duties}; täitke need ja märkige "
    "see üles käsuga `fulfil`, seejärel kustutage",
    "error_decision_removed": "otsuse {id} sisu on logist eemaldatud, nii et sellest ei saa enam "
    "midagi järgneda",
    "error_not_cleaned": "eemaldatav on eemaldatud, aga selle baite võib veel olla logis `{log}` "
    "või selle kõrval ({reason}); tehke ruumi, laske teistel lõpetada ja käivitage käsk uuesti",
    "bad_age": "siin peab olema vanus, näiteks 6y, 18m, 90d või `6 years`",
    "removed": "{log}: kirjeid, millest midagi eemaldati: {count}",
    "would_be_removed": "{log}: kirjeid, millest midagi eemaldataks: {count}; midagi ei muudetud",
    "nothing_removed": "{log}: eemaldada ei ole midagi",
    "kept_for_now": "otsuseid, mis jäävad alles, sest kohustus on täitmata või on neist järgnenu "
    "uuem: {count}",
    "removal_recorded": "salvestatud kirjena {id}",
    "gone": "korralduse järgi on midagi eemaldatud kirjetest, arvult {count}:",
    "removal_erasure": "kirje {number}, {at}: kustutatud korralduse `{order}` järgi, kirjeid "
    "{count} [{id}]",
    "removal_erasure_of_facts": "kirje {number}, {at}: asjaolud kustutatud korralduse `{order}` "
    "järgi, kirjeid {count} [{id}]",
    "removal_retention": "kirje {number}, {at}: säilitustähtaja möödumisel eemaldatud korralduse "
    "`{order}` järgi, kirjeid {count} [{id}]",
    "removal_retention_of_facts": "kirje {number}, {at}: asjaolud säilitustähtaja möödumisel "
    "eemaldatud korralduse `{order}` järgi, kirjeid {count} [{id}]",
    "found_content_remains": "kirje {number} sisu on alles, kuigi korraldus nägi ette selle "
    "eemaldamise",
    "found_facts_remains": "kirje {number} asjaolud on alles, kuigi korraldus nägi ette nende "
    "eemaldamise",
    # --- what `log replay` says ---
    "bad_moment": "`{option}` peab olema kuupäev, näiteks 2026-03-31, või nihkega aeg, näiteks "
    "2026-03-31T12:00:00+03:00",
    "replay_same": "{log}: logi põhjal uuesti otsustatud: otsuseid {decisions}; ükski ei tulnud "
    "teisiti",
    "replay_differs": "{log}: logi põhjal uuesti otsustatud: otsuseid {decisions}; teisiti tuli "
    "või on rikutud: {differing}",
    "replay_count_same": "samad: {count}",
    "replay_count_not_fully": "ei ole täielikult korratav, sest otsustav on logist välja jäetud: "
    "{count}",
    "replay_count_facts_not_kept": "ei ole täielikult korratav, sest asjaolusid ei salvestatudki: "
    "{count}",
    "replay_count_facts_removed": "ei ole täielikult korratav, sest asjaolud on eemaldatud: "
    "{count}",
    "replay_count_removed": "ei ole korratav, sest kirje sisu on eemaldatud: {count}",
    "replay_count_altered": "ei ole see, mis salvestati: {count}",
    "replay_count_no_policies": "reeglistikku ei ole logis: {count}",
    "replay_count_policies_refused": "see väljalase lükkab reeglistiku tagasi: {count}",
    "replay_otherwise": "{id}: teisiti tulid andmeühikud {items}; {cause}",
    "replay_refused": "{id}: päring ei sobi reeglistikuga, mille järgi otsustati; {cause}",
    "replay_altered": "kirje {number} ei ole see, mis salvestati: logi on rikutud; `log verify` "
    "ütleb rohkem",
    "replay_no_policies": "{id}: reeglistikku, mille järgi otsustati, ei ole logis või ei ole see "
    "sama: logi on rikutud; `log verify` ütleb rohkem",
    "replay_policies_refused": "{id}: see väljalase lükkab tagasi reeglistiku, mille järgi "
    "otsustati; kasutage väljalaset, mis otsustas: seda ütleb `log show`",
    "replay_more": "ja veel {count}; mitu nimetatakse, ütleb `--examples`",
    "cause_other_release": "otsustas väljalase {release}, see siin on {current}: proovige tolle "
    "väljalaskega",
    "cause_same_release": "otsustas seesama väljalase: logi on muudetud ja räsid uuesti "
    "arvutatud; seda näitab `log verify --checkpoint`",
    "against_head": "{log}: otsuseid {decisions}, ja mida oleks otsustanud `{name}` (räsi "
    "{digest})",
    "against_unchanged": "jäid samaks: {count}",
    "against_not_fitting": "päringuid, mis selle sõnavaraga ei sobi: {count}",
    "against_open": "ei saa öelda, sest otsustav on logist välja jäetud:",
    "against_newly_permitted": "seni lubamata, nüüd lubatud:",
    "against_newly_refused": "seni lubatud, nüüd lubamata:",
    "against_otherwise": "muul viisil teisiti:",
    "against_nothing": "midagi ei oleks tulnud teisiti",
    "against_change": "{was} → {now}",
    "against_unfit": "{code}, koht {path}",
    "ruling": "{outcome} ({rules})",
    "happened_items": "andmeühikuid {items}, otsuseid {decisions}",
    "happened_requests": "päringuid {decisions}",
    "for_example": "; näiteks {ids}",
    "with_duties": "{ruling}, kohustused: {duties}",
    "no_duties": "ei ole",
    # --- what `log show` says ---
    "kind_opening": "Logi algus, kirje {number} [{id}]",
    "kind_key": "Võti võetakse kasutusele, kirje {number} [{id}]",
    "kind_policies": "Reeglistik arhiivitakse, kirje {number} [{id}]",
    "kind_decision": "Otsus, kirje {number} [{id}]",
    "kind_invalid_request": "Sõnavaraga sobimatu päring, kirje {number} [{id}]",
    "kind_disclosure": "Avaldamine, kirje {number} [{id}]",
    "kind_fulfilment": "Kohustuste täitmine, kirje {number} [{id}]",
    "kind_withholding": "Korraldus avaldamisest mitte teatada, kirje {number} [{id}]",
    "kind_removal": "Eemaldamine, kirje {number} [{id}]",
    "said_timestamp": "salvestatud: {value}",
    "said_requested_by": "küsija: {value}",
    "said_correlation_id": "pöördumine: {value}",
    "said_about": "otsuse järgi: {value}",
    "said_sent_at": "väljastatud: {value}",
    "said_reference": "viide: {value}",
    "said_subject": "andmesubjekt: {pseudonym} (võti {key_id})",
    "said_recipient": "vastuvõtja: {value}",
    "said_until": "kuni: {value}",
    "said_order": "korraldus: {value}",
    "said_items": "andmeühikud: {value}",
    "said_fulfilled": "täidetud: {value}",
    "said_note": "märkus: {value}",
    "said_fault": "viga: {code}, koht {path}",
    "said_policies": "reeglistik: {name}, räsi {digest}; väljalase {version}",
    "said_archive": "reeglistik: {name}, räsi {digest}",
    "said_key_id": "võti: {value}",
    "removed_content": "kirje sisu on eemaldatud",
    "unnamed": "mis tahes andmed",
    "not_again": "asjaolusid ei ole alles: uuesti otsustada ei saa",
    "withheld": "logist välja jäetud ja siin teadmata: {facts}",
    "same_again": "logi põhjal uuesti otsustatud: vastus on sama",
    "open_again": "ei ole täielikult korratav: logist on välja jäetud see, mis otsustas {items}",
    "otherwise_again": "logi põhjal uuesti otsustatuna on vastus teine: {items}; kontrollige logi",
}
