"""What editors tell of documents, requests and decisions, in Estonian, by the English sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

TEXTS: Final[Mapping[str, str]] = {
    # --- how words are written ---
    "A name has small letters, digits and `_`, and begins with a letter.": (
        "Nimes on väiketähed, numbrid ja `_` ning see algab tähega."
    ),
    "A name is written `name`, or `policy#name`.": "Nimi on kujul `nimi` või `poliitika#nimi`.",
    "A name is written with its policy here: `policy#name`.": (
        "Siin on nimi koos poliitika nimega: `poliitika#nimi`."
    ),
    "The path of a fact is written like `recipient.kind`.": (
        "Asjaolu nimi on näiteks selline: `recipient.kind`."
    ),
    "The path of a list is written like `client.consents`.": (
        "Loendi nimi on näiteks selline: `client.consents`."
    ),
    "A date is written like `2026-01-31`.": "Kuupäev on kujul `2026-01-31`.",
    "A duration is written like `30 days`.": "Kestus on kujul `30 days`.",
    "A sha256 has 64 characters, each `0` to `9` or `a` to `f`.": (
        "Sha256 on 64 märki pikk, igaüks `0` kuni `9` või `a` kuni `f`."
    ),
    "A language is written as its code, like `et`.": "Keelt tähistab selle kood, näiteks `et`.",
    "A time is written with its offset, like `2026-01-31T12:00:00+02:00`.": (
        "Ajahetk on koos ajavööndi nihkega, näiteks `2026-01-31T12:00:00+02:00`."
    ),
    "A text stands here, in quotes if it looks like a number.": (
        "Siin on tekst, jutumärkides, kui see näeb välja nagu arv."
    ),
    "The text in this language.": "Tekst selles keeles.",
    # --- vocabulary ---
    "The closed world of words: taxonomies, and the facts a request may carry.": (
        "Kõik sõnad, mida kasutada tohib: liigitused ja päringus öeldavad asjaolud."
    ),
    "This document is a vocabulary.": "See dokument on sõnavara.",
    "The version of the policy language; this one is 1.": "Reeglikeele versioon; praegune on 1.",
    "The name of the policy set, such as `clinic`.": "Reeglistiku nimi, näiteks `clinic`.",
    "The policy set's name for people.": "Reeglistiku nimi inimestele.",
    "The zone whose dates count, by its IANA name, such as `Europe/Tallinn`.": (
        "Ajavöönd, mille kuupäevad loevad, IANA nime järgi, näiteks `Europe/Tallinn`."
    ),
    "The languages in which texts are written, such as `[et, en]`.": (
        "Keeled, milles tekstid on kirjutatud, näiteks `[et, en]`."
    ),
    "The entity whose data it is, such as `client`.": (
        "Olem, kelle andmetega on tegu, näiteks `client`."
    ),
    "The taxonomies by name: five that every vocabulary has, and any further ones.": (
        "Liigitused nime järgi: viis, mis on igas sõnavaras, ja soovi korral veel."
    ),
    "What is done with the data, such as disclosing them.": (
        "Mida andmetega tehakse, näiteks avaldatakse."
    ),
    "What it is done for.": "Milleks seda tehakse.",
    "The kinds of those who receive data.": "Mis liiki isikud andmeid saavad.",
    "The categories of data.": "Andmete liigid.",
    "What a disclosure can rest on, such as consent or law.": (
        "Millele avaldamine võib tugineda, näiteks nõusolek või seadus."
    ),
    "What a request can say: entities such as the recipient, and below each its facts.": (
        "Mida päringus öelda saab: olemid, näiteks vastuvõtja, ja nende asjaolud."
    ),
    "Somebody or something a request speaks of: words of its own, and its facts.": (
        "Isik või asi, kellest või millest päringus juttu on, koos asjaoludega."
    ),
    "What it means that a request leaves the whole of it out: not told, or there is none.": (
        "Mida tähendab, kui päringus seda üldse ei ole: ei ole öeldud või ei olegi."
    ),
    "Why silence means that there is none: which full record is kept.": (
        "Miks vaikimine tähendab, et seda ei ole: millist täielikku arvestust peetakse."
    ),
    "Who or what it is, as people call it.": "Kes või mis see on, nagu inimesed ütlevad.",
    "A fact that a request may carry: exactly one of `type`, `term`, `set`, `list`.": (
        "Asjaolu, mida päringus öelda saab: täpselt üks neist: `type`, `term`, `set`, `list`."
    ),
    "The type of a single value, such as `text` or `time`.": (
        "Ühe väärtuse tüüp, näiteks `text` või `time`."
    ),
    "The value is one term of this taxonomy.": "Väärtus on üks selle liigituse termin.",
    "The value is a set of terms of this taxonomy, or of `text`.": (
        "Väärtus on selle liigituse terminite hulk või tekstide hulk (`text`)."
    ),
    "The value is a list of records; the fields of a record, by name.": (
        "Väärtus on kannete loend; siin on kande väljad nime järgi."
    ),
    "What it means that a request leaves the fact out: we were not told, or there is none.": (
        "Mida tähendab, kui päringus asjaolu ei ole: ei ole öeldud või ei olegi."
    ),
    "The fact as people call it.": "Asjaolu, nagu inimesed seda nimetavad.",
    "How the fact can come to be: by obtaining it, by establishing it, or not at all.": (
        "Kuidas asjaolu tekkida saab: hankides, tuvastades või üldse mitte."
    ),
    "What a decision log may keep of the fact: never anything, or a digest only.": (
        "Mida otsuste logi asjaolust hoida tohib: mitte midagi või ainult räsi."
    ),
    "A word of a taxonomy.": "Liigituse sõna.",
    "The term as people say it.": "Termin, nagu inimesed seda ütlevad.",
    "What the term means.": "Mida termin tähendab.",
    "The IRI of the same term in a public vocabulary.": ("Sama termini IRI avalikus sõnavaras."),
    "The clauses that the term carries out: what they name is what it means.": (
        "Punktid, mida termin täidab: termin tähendab seda, mida need nimetavad."
    ),
    "What every complete request for this operation has, and for the narrower ones too.": (
        "Mis on igas täielikus päringus selle toimingu ja kitsamate toimingute kohta."
    ),
    "The terms below this one, by name.": "Sellest kitsamad terminid nime järgi.",
    "The taxonomy of which the value is one term.": "Liigitus, mille üks termin väärtus on.",
    "The taxonomy, or `text`, of which the value is a set.": (
        "Liigitus või `text`: mille hulk väärtus on."
    ),
    # --- notice ---
    "The clauses of a published text or an act.": "Avaldatud teksti või õigusakti punktid.",
    "This document is a notice.": "See dokument on teade.",
    "The notice's name, such as `privacy_notice`.": "Teate nimi, näiteks `privacy_notice`.",
    "The notice's name for people.": "Teate nimi inimestele.",
    "Where it was published.": "Kus see avaldati.",
    "The clauses by name.": "Punktid nime järgi.",
    "The sections of the published text by name, so that a change of it is noticed.": (
        "Avaldatud teksti jaod nime järgi, et teksti muutus ei jääks märkamata."
    ),
    "A section of the published text, as it was when its clauses were written.": (
        "Avaldatud teksti jagu sellisena, nagu see oli punktide kirjapanekul."
    ),
    "The sha256 of the section's text, as `trace --notice` prints it.": (
        "Jao teksti sha256 sellisena, nagu `trace --notice` selle trükib."
    ),
    "The clauses that say what the section says.": "Punktid, mis ütlevad sama mis jagu.",
    "How we read what the clauses leave open, by name.": (
        "Kuidas tõlgendame seda, mille punktid lahtiseks jätavad, nime järgi."
    ),
    "How we read what clauses leave open.": (
        "Kuidas tõlgendame seda, mille punktid lahtiseks jätavad."
    ),
    "What was decided, in a few words.": "Mida otsustati, mõne sõnaga.",
    "The clauses that leave it open.": "Punktid, mis selle lahtiseks jätavad.",
    "How we read them.": "Kuidas neid tõlgendame.",
    "How else they could be read.": "Kuidas neid veel tõlgendada võiks.",
    "What the other reading would change.": "Mida muudaks teine tõlgendus.",
    "The edit that switches to the other reading.": (
        "Muudatus, millega minnakse üle teisele tõlgendusele."
    ),
    "A clause of a published text or an act.": "Avaldatud teksti või õigusakti punkt.",
    "Where it stands, such as `section 4, second sentence`.": (
        "Kus see asub, näiteks `punkt 4, teine lause`."
    ),
    "What it says, in our own words.": "Mida see ütleb, meie oma sõnadega.",
    "Who carries it out: our decisions, the data subject, or information that we give.": (
        "Kes seda täidab: meie otsused, andmesubjekt või teave, mida me anname."
    ),
    # --- policy ---
    "Definitions, parameters, obligations and rules, with the days they are in force.": (
        "Mõisted, parameetrid, kohustused ja reeglid koos päevadega, mil need kehtivad."
    ),
    "This document is a policy.": "See dokument on poliitika.",
    "The policy's name, which all its versions share.": (
        "Poliitika nimi, mis on kõigil redaktsioonidel sama."
    ),
    'The version\'s name, in quotes, such as `"2026-01"`.': (
        'Redaktsiooni nimi jutumärkides, näiteks `"2026-01"`.'
    ),
    "The policy's name for people.": "Poliitika nimi inimestele.",
    "The days on which this version is in force, the first and the last included.": (
        "Päevad, mil see redaktsioon kehtib, esimene ja viimane kaasa arvatud."
    ),
    "`true` says that after the last day no version follows, and that this is meant.": (
        "`true` ütleb, et viimasele päevale ei järgne ühtki redaktsiooni ja nii ongi mõeldud."
    ),
    "Constants with dates, by name.": "Kuupäevadega väärtused nime järgi.",
    "Conditions by name, for `holds`.": "Nimega tingimused, mida kasutab `holds`.",
    "Duties that rules bring with them, by name.": (
        "Kohustused, mida reeglid kaasa toovad, nime järgi."
    ),
    "The rules by name; their order means nothing.": (
        "Reeglid nime järgi; järjekord ei tähenda midagi."
    ),
    "The first day, such as `2026-01-31`.": "Esimene päev, näiteks `2026-01-31`.",
    "The last day; left out, it has no end.": "Viimane päev; kui seda ei ole, siis lõppu ei ole.",
    "A condition with a name, for `holds`.": "Nimega tingimus, mida kasutab `holds`.",
    "What the condition says, in words.": "Mida tingimus ütleb, sõnadega.",
    "What is handed to the condition: names, each with its type.": (
        "Mis tingimusele ette antakse: nimed koos tüübiga."
    ),
    "A type; or the path of a list, for one of its records.": (
        "Tüüp või loendi nimi, kui ette antakse selle kanne."
    ),
    "The condition.": "Tingimus.",
    "A named exception.": "Nimega erand.",
    "What the exception says.": "Mida erand ütleb.",
    "The clauses that the exception rests on.": "Punktid, millele erand tugineb.",
    "When the exception applies.": "Millal erand kehtib.",
    "Exceptions to this exception, by name.": "Selle erandi erandid nime järgi.",
    "A duty that comes with a decision.": "Kohustus, mis otsusega kaasneb.",
    "Only what is done after the disclosure has a time limit.": (
        "Tähtaeg on ainult sellel, mida tehakse pärast avaldamist."
    ),
    "Whether `within` must stand.": "Kas `within` peab olemas olema.",
    "What must be done.": "Mida tuleb teha.",
    "When it must be done: before the data leave, with them, or after.": (
        "Millal seda tuleb teha: enne andmete väljaandmist, koos sellega või pärast."
    ),
    "How soon after the disclosure it must be done, such as `30 days`.": (
        "Kui kiiresti pärast avaldamist seda tuleb teha, näiteks `30 days`."
    ),
    "A constant with dates: exactly one of `type`, `term`, `set`.": (
        "Kuupäevadega väärtus: täpselt üks neist: `type`, `term`, `set`."
    ),
    "What the constant is.": "Mis väärtus see on.",
    "The type of a single value, such as `number` or `duration`.": (
        "Ühe väärtuse tüüp, näiteks `number` või `duration`."
    ),
    "The values, each from its first day on.": "Väärtused, igaüks oma esimesest päevast alates.",
    "A value of a parameter from a day on.": "Parameetri väärtus mingist päevast alates.",
    "The first day of this value, such as `2026-01-31`.": (
        "Selle väärtuse esimene päev, näiteks `2026-01-31`."
    ),
    "The value, which lasts until the next one begins.": (
        "Väärtus, mis kehtib järgmise väärtuse alguseni."
    ),
    "The clauses that set the value.": "Punktid, millest väärtus tuleneb.",
    "What allows or denies, and when.": "Mis lubab või keelab, ja millal.",
    "Only a rule that allows rests on a ground.": "Õiguslik alus on ainult lubaval reeglil.",
    "Whether `ground` must stand.": "Kas `ground` peab olemas olema.",
    "Whether the rule allows or denies; a denial is stronger than anything that allows.": (
        "Kas reegel lubab või keelab; keeld on tugevam kui mis tahes luba."
    ),
    "What the rule says, in a few words.": "Mida reegel ütleb, paari sõnaga.",
    "The clauses of a notice that the rule carries out.": "Teate punktid, mida reegel täidab.",
    "The reason that people read; `{recipient.id}` stands for the value of that fact.": (
        "Põhjendus, mida inimesed loevad; `{recipient.id}` asemele tuleb selle asjaolu väärtus."
    ),
    "The ground on which an allow rule allows, such as `consent`.": (
        "Õiguslik alus, millel lubav reegel lubab, näiteks `consent`."
    ),
    "The operations that the rule is about, narrower ones included; left out, any.": (
        "Toimingud koos kitsamatega, mille kohta reegel käib; kui neid ei ole, siis mis tahes."
    ),
    "The purposes that the rule is about, narrower ones included; left out, any.": (
        "Eesmärgid koos kitsamatega, mille kohta reegel käib; kui neid ei ole, siis mis tahes."
    ),
    "The kinds of recipient that the rule is about, narrower ones included; left out, any.": (
        "Vastuvõtja liigid koos kitsamatega, mille kohta reegel käib; kui neid ei ole, siis mis "
        "tahes."
    ),
    "The categories of data that the rule is about, narrower ones included; left out, any.": (
        "Andmete liigid koos kitsamatega, mille kohta reegel käib; kui neid ei ole, siis mis tahes."
    ),
    "What must hold.": "Mis peab täidetud olema.",
    "What must not hold: one entry only.": "Mis ei tohi täidetud olla: ainult üks kirje.",
    "Exceptions by name, none of which may hold.": (
        "Erandid nime järgi; ükski neist ei tohi kehtida."
    ),
    "The days of the rule, if they are fewer than its policy's.": (
        "Reegli kehtimise päevad, kui neid on vähem kui poliitikal."
    ),
    "The obligations that come with the rule.": "Kohustused, mis reegliga kaasnevad.",
    # --- conditions ---
    "Every one of these conditions holds.": "Kõik need tingimused on täidetud.",
    "At least one of these conditions holds.": "Vähemalt üks neist tingimustest on täidetud.",
    "This condition does not hold: one entry only.": (
        "See tingimus ei ole täidetud: ainult üks kirje."
    ),
    "A definition holds: its name, or `{name: {argument: fact}}`.": (
        "Mõiste on täidetud: selle nimi või `{nimi: {argument: asjaolu}}`."
    ),
    "The definition holds of these facts, one for each of its arguments.": (
        "Mõiste on täidetud nende asjaolude puhul, üks iga argumendi kohta."
    ),
    "The path of the fact that is handed over.": "Etteantava asjaolu nimi.",
    "Some record of a list passes.": "Mõni loendi kanne vastab sellele.",
    "Every record of a list passes.": "Iga loendi kanne vastab sellele.",
    "Some allow rule on this ground holds, or the one named as `policy#rule`; "
    "only to lift a denial.": (
        "Mõni sellel alusel lubav reegel on täidetud või see, mille nimi on `poliitika#reegel`; "
        "ainult keelu kõrvaldamiseks."
    ),
    "The path of a list, such as `client.consents`.": "Loendi nimi, näiteks `client.consents`.",
    "A name for the record looked at, such as `consent`, for use in `where`.": (
        "Vaadeldava kande nimi, näiteks `consent`, mida saab kasutada `where` all."
    ),
    "What holds of the record; its fields go by that name, such as `consent.given_at`.": (
        "Mis kande kohta kehtib; selle väljad on nimega, näiteks `consent.given_at`."
    ),
    "The value of another fact.": "Teise asjaolu väärtus.",
    "The path of the fact, such as `recipient.id`.": "Asjaolu nimi, näiteks `recipient.id`.",
    "Count on from the time, such as `30 days`.": "Kui palju edasi arvata, näiteks `30 days`.",
    "Count back from the time, such as `30 days`.": "Kui palju tagasi arvata, näiteks `30 days`.",
    "The value of a parameter on the request's date.": "Parameetri väärtus päringu kuupäeval.",
    "The parameter's name.": "Parameetri nimi.",
    "The fact has this value, or is this term or a narrower one.": (
        "Asjaolul on see väärtus või on see sama termin või kitsam."
    ),
    "The fact has one of these values.": "Asjaolul on üks neist väärtustest.",
    "Every term that stands here lies within some member of the set.": (
        "Iga siinne termin kuulub mõne hulga liikme alla."
    ),
    "The text that stands here is a member of the set.": "Siinne tekst on hulga liige.",
    "Every term of the fact lies within one of those that stand here.": (
        "Iga asjaolu termin kuulub mõne siinse termini alla."
    ),
    "Some member of the fact and one that stands here go together.": (
        "Mõni asjaolu liige ja mõni siinne langevad kokku."
    ),
    "The time lies before this one.": "Aeg on sellest varasem.",
    "The time lies before this one, or is the same.": "Aeg on sellest varasem või sama.",
    "The time lies after this one.": "Aeg on sellest hilisem.",
    "The time lies after this one, or is the same.": "Aeg on sellest hilisem või sama.",
    "The number is this one, or more.": "Arv on see või suurem.",
    "The number is this one, or less.": "Arv on see või väiksem.",
    "The number is more than this one.": "Arv on sellest suurem.",
    "The number is less than this one.": "Arv on sellest väiksem.",
    "Whether there is one at all: `true` or `false`.": (
        "Kas see on üldse olemas: `true` või `false`."
    ),
    # --- guarantees ---
    "Properties that must hold for every possible request.": (
        "Omadused, mis peavad kehtima iga võimaliku päringu puhul."
    ),
    "This document holds guarantees.": "Selles dokumendis on tagatised.",
    "The guarantees by name.": "Tagatised nime järgi.",
    "The operations that it is about, narrower ones included; left out, any.": (
        "Toimingud koos kitsamatega, mille kohta see käib; kui neid ei ole, siis mis tahes."
    ),
    "The purposes that it is about, narrower ones included; left out, any.": (
        "Eesmärgid koos kitsamatega, mille kohta see käib; kui neid ei ole, siis mis tahes."
    ),
    "The kinds of recipient that it is about, narrower ones included; left out, any.": (
        "Vastuvõtja liigid koos kitsamatega, mille kohta see käib; kui neid ei ole, siis mis tahes."
    ),
    "The categories of data that it is about, narrower ones included; left out, any.": (
        "Andmete liigid koos kitsamatega, mille kohta see käib; kui neid ei ole, siis mis tahes."
    ),
    "What holds of the items.": "Mis andmeühikute kohta kehtib.",
    "What does not hold of them: one entry only.": (
        "Mis andmeühikute kohta ei kehti: ainult üks kirje."
    ),
    "A property: exactly one of `never_allow`, `allow_implies`, `always_allow`.": (
        "Omadus: täpselt üks neist: `never_allow`, `allow_implies`, `always_allow`."
    ),
    "What is guaranteed.": "Mis on tagatud.",
    "The clauses that the guarantee rests on.": "Punktid, millele tagatis tugineb.",
    "No such item is ever permitted.": "Ükski selline andmeühik ei ole kunagi lubatud.",
    "Such an item is permitted only if `then`.": (
        "Selline andmeühik on lubatud ainult siis, kui kehtib `then`."
    ),
    "Every such item is permitted.": "Iga selline andmeühik on lubatud.",
    "What holds of every one of them that is permitted.": (
        "Mis kehtib iga lubatud andmeühiku kohta."
    ),
    # --- cases ---
    "Tests of the policies.": "Poliitikate kontrollimine juhtumitega.",
    "This document holds cases.": "Selles dokumendis on juhtumid.",
    "Parts of requests by name, for `uses`.": "Päringute osad nime järgi, mida kasutab `uses`.",
    "The cases by name.": "Juhtumid nime järgi.",
    "A request and the decision expected of it.": "Päring ja otsus, mida selle kohta oodatakse.",
    "What the case shows.": "Mida juhtum näitab.",
    "The clauses that the case tests.": "Punktid, mida juhtum kontrollib.",
    "The fixtures that the request starts from, later ones laid over earlier ones.": (
        "Lähteandmed, millest päring algab; hilisemad asetuvad varasemate peale."
    ),
    "The request, or what is laid over the fixtures.": (
        "Päring või see, mis lähteandmete peale asetub."
    ),
    "The request.": "Päring.",
    "Whether the request is meant not to fit the vocabulary.": (
        "Kas on mõeldud, et päring ei sobi sõnavaraga."
    ),
    "The outcome.": "Tulemus.",
    "Of a table: the fact whose values its rows have, such as `recipient.kind`.": (
        "Tabelil: asjaolu, mille väärtused on ridadel, näiteks `recipient.kind`."
    ),
    "Of a table: the fact whose values its columns have, and these values.": (
        "Tabelil: asjaolu, mille väärtused on veergudel, ja need väärtused."
    ),
    "What is expected: an outcome, one for each item by its name, or the rows of a table.": (
        "Mida oodatakse: tulemus, iga andmeühiku tulemus nime järgi või tabeli read."
    ),
    "What is expected in the cells of the row, one for each column.": (
        "Mida rea lahtrites oodatakse, igas veerus üks ootus."
    ),
    "The rows of the table.": "Tabeli read.",
    "The fact whose values its rows have.": "Asjaolu, mille väärtused on ridadel.",
    "The outcome expected.": "Oodatav tulemus.",
    "Exactly these rules decide it.": "Otsustavad täpselt need reeglid.",
    "It is permitted on exactly these grounds.": "See on lubatud täpselt nendel alustel.",
    "Exactly these facts could still decide it.": "Otsustada võivad veel täpselt need asjaolud.",
    "Exactly these obligations come with it.": "Sellega kaasnevad täpselt need kohustused.",
    "Exactly these obligations must be fulfilled before it leaves.": (
        "Enne andmete üleandmist tuleb täita täpselt need kohustused."
    ),
    # --- requests ---
    "A question: which data may go to whom, what for, and as of when.": (
        "Küsimus: milliseid andmeid tohib anda, kellele, milleks ja mis aja seisuga."
    ),
    "What is to be done with the data: a term of `operations`, best the narrowest.": (
        "Mida andmetega tahetakse teha: liigituse `operations` termin, parem kitsaim."
    ),
    "What it is to be done for: a term of `purposes`, best the narrowest.": (
        "Milleks seda tahetakse teha: liigituse `purposes` termin, parem kitsaim."
    ),
    "The instant as of which is asked, with its offset: `2026-01-31T12:00:00+02:00`.": (
        "Hetk, mille seisuga küsitakse, koos ajavööndi nihkega: `2026-01-31T12:00:00+02:00`."
    ),
    "Who would receive the data.": "Kes andmed saaks.",
    "The recipient's number or name, as policies and records have it.": (
        "Vastuvõtja number või nimi, nii nagu see on poliitikates ja kannetes."
    ),
    "What the recipient is: a term of `recipients`, best the narrowest.": (
        "Kes vastuvõtja on: liigituse `recipients` termin, parem kitsaim."
    ),
    "Whose data they are.": "Kelle andmed need on.",
    "The number or name of the one whose data they are.": (
        "Selle isiku number või nimi, kelle andmed need on."
    ),
    "The data asked about, an item for each piece; left out, any data at all.": (
        "Andmed, mille kohta küsitakse, igaüks omaette; kui neid ei ole, siis mis tahes andmed."
    ),
    "A name of your own for the item, such as `email`, under which the answer stands.": (
        "Teie oma nimi andmeühikule, näiteks `email`, mille all on vastus."
    ),
    "What the item is: a term of `data`, or a list of terms that all apply.": (
        "Mis andmeühik see on: liigituse `data` termin või mitu, mis kõik kehtivad."
    ),
    "Something that policies ask about, with its facts.": (
        "Miski, mille kohta poliitikad küsivad, koos asjaoludega."
    ),
    "A fact; what it means to leave it out, or to say `null`, the vocabulary says.": (
        "Asjaolu; mida tähendab selle puudumine või `null`, ütleb sõnavara."
    ),
    "{label}: {kind}; left out, it is unknown.": (
        "{label}: {kind}; kui seda ei öelda, on see teadmata."
    ),
    "{label}: {kind}; left out, there is none.": (
        "{label}: {kind}; kui seda ei öelda, siis seda ei ole."
    ),
    "{label}, with its facts.": "{label} koos asjaoludega.",
    "{label}, with its facts; left out, there is none.": (
        "{label} koos asjaoludega; kui seda ei öelda, siis seda ei ole."
    ),
    # --- decisions ---
    "The answer to a request, with an answer for each item.": (
        "Vastus päringule koos vastusega iga andmeühiku kohta."
    ),
    "The version of this form; this one is 1.": "Selle vormi versioon; praegune on 1.",
    "Whether everything asked for may be disclosed.": "Kas kõike küsitut tohib avaldada.",
    "`permitted` if every item is; else the gravest outcome of any item.": (
        "`permitted`, kui iga andmeühik on lubatud; muidu tulemustest kõige karmim."
    ),
    "The instant as of which was asked, in ISO 8601, in the vocabulary's time zone.": (
        "Hetk, mille seisuga küsiti, ISO 8601 kujul sõnavara ajavööndis."
    ),
    "What was to be done with the data; null where that was not given.": (
        "Mida andmetega taheti teha; null, kui seda ei öeldud."
    ),
    "What it was to be done for; null where that was not given.": (
        "Milleks seda taheti teha; null, kui seda ei öeldud."
    ),
    "Who would receive the data; null where the request named nobody.": (
        "Kes andmed saaks; null, kui päring kedagi ei nimetanud."
    ),
    "The recipient's number or name; null where none was given.": (
        "Vastuvõtja number või nimi; null, kui seda ei antud."
    ),
    "What the recipient is; null where that was not given.": (
        "Kes vastuvõtja on; null, kui seda ei öeldud."
    ),
    "An answer for each item, in the order asked.": (
        "Vastus iga andmeühiku kohta, küsimise järjekorras."
    ),
    "The grounds on which some item is permitted.": "Alused, millel mõni andmeühik on lubatud.",
    "The obligations of all items, each once for each rule that brings it.": (
        "Kõigi andmeühikute kohustused, igaüks kord iga reegli kohta, mis selle kaasa toob."
    ),
    "The facts that could still decide some item, by path.": (
        "Asjaolud, mis võivad veel mõne andmeühiku üle otsustada."
    ),
    "What decided.": "Mille järgi otsustati.",
    "The policy set's name.": "Reeglistiku nimi.",
    "A fingerprint of what the policies mean; it tells under which rules this was decided.": (
        "Poliitikate tähenduse sõrmejälg; sellest on näha, milliste reeglite järgi otsustati."
    ),
    "The version of each policy that was in force at the moment, by the policy's name.": (
        "Iga poliitika redaktsioon, mis sel hetkel kehtis, poliitika nime järgi."
    ),
    "The item's name; null for the question about any data at all.": (
        "Andmeühiku nimi; null, kui küsiti mis tahes andmete kohta."
    ),
    "The item's category, or a list of several; null where none was given.": (
        "Andmete liik või mitme loend; null, kui seda ei antud."
    ),
    "`permitted`, or why not: prohibited, no ground for it, or facts missing.": (
        "`permitted` või miks mitte: keelatud, alus puudub või asjaolud selgitamata."
    ),
    "The rules that permit or prohibit the item, as `policy#rule`.": (
        "Reeglid, mis andmeühikut lubavad või keelavad, kujul `poliitika#reegel`."
    ),
    "A reason for each of these rules.": "Põhjendus iga sellise reegli kohta.",
    "The grounds on which the item is permitted.": "Alused, millel andmeühik on lubatud.",
    "The obligations that come with these rules.": "Kohustused, mis nende reeglitega kaasnevad.",
    "The facts that could still decide the item, by path.": (
        "Asjaolud, mis võivad veel andmeühiku üle otsustada."
    ),
    "The rule, as `policy#rule`.": "Reegel kujul `poliitika#reegel`.",
    "Whether the rule allows or denies.": "Kas reegel lubab või keelab.",
    "The ground on which the rule allows; null for a rule that denies.": (
        "Alus, millel reegel lubab; null, kui reegel keelab."
    ),
    "The records, such as a consent, that made the rule hold.": (
        "Kanded, näiteks nõusolek, mille tõttu reegel on täidetud."
    ),
    "The path of the list.": "Loendi nimi.",
    "The record's own id.": "Kande enda tunnus.",
    "The reason in words, by language.": "Põhjendus sõnadega, keele järgi.",
    "The obligation's name, as `fulfilled` takes it.": (
        "Kohustuse nimi, mille `fulfilled` vastu võtab."
    ),
    "The rule that brings it, as `policy#rule`.": (
        "Reegel, mis selle kaasa toob, kujul `poliitika#reegel`."
    ),
    "How soon after the disclosure it must be done; null where it is not due after.": (
        "Kui kiiresti pärast avaldamist seda tuleb teha; null, kui see ei ole tehtav pärast."
    ),
    "What must be done, by language.": "Mida tuleb teha, keele järgi.",
    # --- explanations ---
    "Why a decision came out as it did, and what would change it.": (
        "Miks otsus selline tuli ja mis seda muudaks."
    ),
    "Policies without a version in force, because of which nothing is permitted.": (
        "Poliitikad, mille ükski redaktsioon ei kehti ja mille tõttu miski ei ole lubatud."
    ),
    "The items, those together that were decided alike for the same reasons.": (
        "Andmeühikud; koos on need, mille otsus on samadel põhjustel sama."
    ),
    "The names of the items; none for the question about any data at all.": (
        "Andmeühikute nimed; tühi, kui küsiti mis tahes andmete kohta."
    ),
    "The categories that were given.": "Andmete liigid, mis päringus olid.",
    "What may be done with the items.": "Mida andmeühikutega teha tohib.",
    "The rules that permit or prohibit, as `policy#rule`.": (
        "Reeglid, mis lubavad või keelavad, kujul `poliitika#reegel`."
    ),
    "The rules that deny, without those about something else.": (
        "Keelavad reeglid peale nende, mis käivad muu kohta."
    ),
    "The rules that allow, without those about something else.": (
        "Lubavad reeglid peale nende, mis käivad muu kohta."
    ),
    "How many rules fail on their head alone.": "Mitu reeglit käib muu kohta.",
    "What could still decide, where facts are missing.": (
        "Mis võib veel otsustada, kui asjaolusid on selgitamata."
    ),
    "What would have the items permitted.": "Mis andmeühikud lubatuks teeks.",
    "Whether it holds.": "Kas see on täidetud.",
    "Where it stands in the policies, as file and line.": "Kus see poliitikates on: fail ja rida.",
    "The clauses of a notice that it carries out.": "Teate punktid, mida see täidab.",
    "Its named exceptions.": "Selle nimega erandid.",
    "What was read, or that it was absent.": "Mis loeti või et seda ei olnud.",
    "The reason in words, by language; null where there is none.": (
        "Põhjendus sõnadega, keelte kaupa; null, kui seda ei ole."
    ),
    "The parts of the rule's head, which say what it is about.": (
        "Reegli päise osad, mis ütlevad, mille kohta reegel käib."
    ),
    "Its condition; null where it has none.": "Selle tingimus; null, kui tingimust ei ole.",
    "What lifts it; null where nothing does.": "Mis selle ära võtab; null, kui miski.",
    "Which part it is.": "Milline osa see on.",
    "The terms that the rule is about.": "Terminid, mille kohta reegel käib.",
    "The exception's name.": "Erandi nimi.",
    "Whether the exception is taken.": "Kas erandit kohaldatakse.",
    "Its condition.": "Selle tingimus.",
    "What sort of condition it is.": "Mis liiki tingimus see on.",
    "The path of the fact that was tested.": "Asjaolu, mida kontrolliti.",
    "The record that it belongs to, if any.": "Kanne, mille juurde see kuulub, kui selline on.",
    "How it was compared.": "Kuidas võrreldi.",
    "What it was compared with.": "Millega võrreldi.",
    "The path of the fact that it was compared with; null for a written value.": (
        "Asjaolu, millega võrreldi; null, kui väärtus on poliitikas kirjas."
    ),
    "The conditions that it joins.": "Tingimused, mida see seob.",
    "How many records it has; null if it is not known.": (
        "Mitu kannet selles on; null, kui see ei ole teada."
    ),
    "The records and what was found of each; one that is null stands for any.": (
        "Kanded ja mis igaühe kohta selgus; null tähendab mis tahes kannet."
    ),
    "Records that stand like one of these for the same reason.": (
        "Kanded, millega on samal põhjusel sama lugu kui ühega neist."
    ),
    "The record that is told.": "Kanne, mille kohta on öeldud.",
    "The others.": "Ülejäänud.",
    "The definition, as `policy#definition`.": "Mõiste, kujul `poliitika#mõiste`.",
    "What it means, with the facts it was handed.": (
        "Mida see tähendab talle antud asjaolude puhul."
    ),
    "The allow rule, or the ground, that would lift the denial.": (
        "Lubav reegel või alus, mis keelu ära võtaks."
    ),
    "The allow rules that were asked.": "Lubavad reeglid, mida küsiti.",
    "Which record; null where the list is not known.": (
        "Milline kanne; null, kui loend ei ole teada."
    ),
    "Whether the record serves.": "Kas kanne sobib.",
    "What was asked of it.": "Mida selle kohta küsiti.",
    "Its place in the list as it was given, from 1.": (
        "Selle koht loendis, nagu see anti, alates 1-st."
    ),
    "Its own id; null where it has none.": "Selle oma tunnus; null, kui seda ei ole.",
    "The path of the fact that is not known.": "Asjaolu, mis ei ole teada.",
    "Whether it was given, but by a term that is too broad.": (
        "Kas see anti, kuid liiga laia terminiga."
    ),
    "The rule that waits for it.": "Reegel, mis seda ootab.",
    "Whether remedies were found, none is possible, facts are to be found out first, or "
    "the search stopped before.": (
        "Kas lahendusi leiti, ükski ei ole võimalik, enne tuleb asjaolud välja selgitada või "
        "otsing lõppes enne."
    ),
    "How many more were not tried, for enough of their kind were found.": (
        "Mitut veel ei proovitud, sest samasuguseid leiti piisavalt."
    ),
    "The paths of what is asked and not known: once it is, there may be more remedies.": (
        "Selle asukohad, mida küsitakse ja mis on teadmata: kui see on teada, võib lahendusi olla "
        "rohkem."
    ),
    "The facts, or fields of a new record, of which other values would do as well.": (
        "Asjaolud või uue kande väljad, mille puhul sobiksid ka teised väärtused."
    ),
    "Each a set of changes that are enough together, the smallest first.": (
        "Igaüks on hulk muudatusi, millest koos piisab; väiksemad enne."
    ),
    "Whether it is to be obtained, to be established, or only to be found out.": (
        "Kas see tuleb hankida, kindlaks teha või ainult välja selgitada."
    ),
    "The path of the fact that changes, or of the list that a record is added to.": (
        "Asjaolu, mis muutub, või loend, kuhu kanne lisandub."
    ),
    "The record whose field changes.": "Kanne, mille väli muutub.",
    "What the fact would be; an empty list for a list without records.": (
        "Mis asjaolu oleks; tühi loend, kui kandeid ei oleks."
    ),
    "The record that would be added, by its fields.": "Kanne, mis lisanduks, väljade kaupa.",
    "How it was absent.": "Kuidas see puudus.",
}
