"""Write the JSON Schemas of the documents into `schemas/`, from their shapes."""

from __future__ import annotations

import json
from pathlib import Path

from disclosure_rules.language.documents import DOCUMENTS
from disclosure_rules.language.schemas import document_schema

FOLDER = Path(__file__).parent.parent / "schemas"

if __name__ == "__main__":
    for kind in DOCUMENTS:
        text = json.dumps(document_schema(kind), indent=2, ensure_ascii=False) + "\n"
        (FOLDER / f"{kind}.schema.json").write_text(text, encoding="utf-8")
