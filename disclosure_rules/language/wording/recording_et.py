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
}
