"""What coverage says, in Estonian."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

TEXTS: Final[Mapping[str, str]] = {
    # --- figures ---
    "decimal": "{whole},{rest}",
    "total": "{folder}: kaetus {percent}%, {tally}",
    "tally": "nähtud {seen}/{possible}",
    "version": "{policy}, redaktsioon {version}: {percent}%, {tally}",
    "clauses_whole": "täielikult nähtud punkte: {whole}/{number}",
    "clause": "{clause}: {percent}%, {tally}",
    "too_low": "{folder}: kaetus on {percent}%, aga `--fail-under` nõuab {least}%: lisage "
    "juhtumeid selle kohta, mida ei ole kordagi nähtud",
    # --- what was never seen ---
    "never_seen": "kordagi ei ole nähtud:",
    "rule": "reegel {name} ({place}): {tally}",
    "definition": "mõiste {name} ({place}): {tally}",
    "part": "{place}: `{what}`: {never}",
    "never_true": "ei ole kordagi täidetud",
    "never_false": "ei ole kordagi täitmata",
    "never_unknown": "ei ole kordagi teadmata",
    "unreached": "ükski juhtum selleni ei jõua",
    "all_seen": "kõike on nähtud",
    # --- the page ---
    "title": "Reeglistiku {id} kaetus",
    "figure": "{percent}%: {tally}",
    "intro": "Mida selle reeglistiku juhtumid ({number}) reeglitest nägid. Iga osa võib olla "
    "täidetud, täitmata või teadmata; arvesse läheb iga seis, mis sellel osal olla saab. Iga rea "
    "ees on märk; ääres olev märkus avaneb ja ütleb, milline juhtum mida esimesena nägi",
    "legend": "märgid",
    "sign_whole": "kõike on nähtud",
    "sign_partly": "midagi ei ole kordagi nähtud",
    "sign_unseen": "mitte midagi ei ole nähtud",
    "sign_nothing": "märgita real ei ole midagi näha",
    "policies": "Poliitikad",
    "policy": "poliitika",
    "document": "dokument",
    "coverage": "kaetus",
    "seen": "nähtud",
    "clauses": "Punktid",
    "one_clause": "punkt",
    "gaps": "Kordagi ei ole nähtud",
    "true": "täidetud",
    "false": "täitmata",
    "unknown": "teadmata",
    "never": "mitte kordagi",
    "first_case": "esimesena juhtumis {case}",
    "digest": "tähenduse räsi",
    "source_digest": "failide räsi",
}
