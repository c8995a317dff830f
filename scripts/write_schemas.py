"""Write the published JSON Schemas into `schemas/`, from the shapes of documents and from code."""

from __future__ import annotations

from pathlib import Path

from disclosure_rules.authoring.schemas import write_schemas
from disclosure_rules.language.schemas import KINDS, schema_of

FOLDER = Path(__file__).parent.parent / "schemas"

if __name__ == "__main__":
    write_schemas(FOLDER, {kind: schema_of(kind) for kind in KINDS})
