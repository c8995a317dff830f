"""What is said where tables are decided, in English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

TEXTS: Final[Mapping[str, str]] = {
    # --- what cannot be asked in SQL ---
    "error_dates_of_two_facts": "{place}: the rule `{rule}` compares civil dates of two facts that "
    "differ from row to row, which tables cannot do; compare with the moment or with a date, or "
    "decide these requests one by one",
    "error_number_too_long": "{place}: the rule `{rule}` compares with a number that has more than "
    "20 digits before the decimal point or 18 after it, which tables do not hold exactly",
    # --- columns that do not fit ---
    "error_unknown_column": "the column `{column}` is no fact of the vocabulary; let the mapping "
    "say which it gives, or name it under `also`",
    "error_unknown_column_near": "the column `{column}` is no fact of the vocabulary; did you mean "
    "`{nearest}`?",
    "error_no_fact": "the mapping names `{fact}`, which the vocabulary does not have",
    "error_no_fact_near": "the mapping names `{fact}`, which the vocabulary does not have; did you "
    "mean `{nearest}`?",
    "error_no_column": "the mapping names the column `{column}`, which the table does not have",
    "error_column_taken": "the column `{column}` is called as one that the decision adds; give it "
    "another name",
    "error_column_twice": "both the column `{column}` and the mapping give the fact `{column}`; "
    "keep one of them, or name the column under `also`",
    "error_column_type": "the column `{column}` holds {found}, and the fact needs {expected}; "
    "convert it",
    "error_no_moment": "no column gives the `moment`; add one, or let the mapping say it under "
    "`values`",
    "error_between_microseconds": "the column `{column}` has instants between two microseconds, "
    "which no request may have; round them",
    "error_no_frame": "this is neither a frame of pandas, Polars or PyArrow nor a relation of "
    "DuckDB",
    "error_no_row": "there is no row {row}; the table has {rows} rows",
    "error_disagreement": "SQL and the engine say different things of a row: this is a fault of "
    "disclosure-rules, please report it; nothing was written",
    "error_not_decided": "DuckDB could not decide these rows; look at how much memory and room on "
    "disk there is",
    "error_columns_alike": "another column is called as `{column}` but for upper and lower case; "
    "rename one of them",
    # --- mapping files ---
    "error_mapping_no_mapping": "{place}: a mapping has the parts {known}, and this has none",
    "error_mapping_part": "{place}: `{part}` is no part of a mapping; there are {known}",
    "error_mapping_names": "{place}: `also` is a list of names of columns",
    "error_mapping_pairs": "{place}: under `{part}` stand paths of facts, each with what it is",
    "error_mapping_column": "{place}: `{word}` must be the name of a column",
    "error_mapping_twice": "{place}: `{word}` stands under `columns` and under `values`; keep one",
    "error_mapping_fact": "{place}: the vocabulary has no fact `{word}`",
    "error_mapping_value": "{place}: the value of `{word}` does not fit: {reason}",
    # --- files ---
    "error_unknown_ending": "`{file}` ends in none of `.parquet`, `.csv`, `.jsonl`, `.ndjson`; "
    "name a file that does",
    "error_unreadable": "`{file}` cannot be read as what its name says; check that it is whole",
    "error_unreadable_csv": "`{file}` cannot be read as CSV: it must be UTF-8, each row must have "
    "as many cells as the header, and no row may be longer than 16 MiB",
    "error_no_commas": "the cells of `{file}` are not parted by commas; write it with commas",
    "error_no_rights": "`{file}` may not be read; ask for the right to, or name another file",
    "error_no_plain_file": "`{file}` is a folder, a device or the like, and cannot be written "
    "over; name another file",
    "error_unwritable": "`{file}` cannot be written ({reason}); see that there is room and that "
    "you may write there",
    "error_no_file": "there is no file `{file}`; check the name",
    "error_other_ending": "the output must end as the input does: `{ending}`",
    "error_same_file": "the output would overwrite the input `{file}`; name another file",
    "error_column_repeated": "the column `{column}` stands in the header twice; give each "
    "a name of its own",
    "error_line_no_object": "line {line} of `{file}` is no JSON object that has each key "
    "once; mend it",
    "error_no_folder": "there is no folder to write `{file}` in; make it, or name another file",
    # --- what the command says ---
    "no_output": "name OUTPUT, the file to write, or with --row the row to print",
    "row_alone": "with --row nothing is written: leave out OUTPUT, --only-permitted and "
    "--fulfilled",
    "no_obligation": "the policies have no obligation `{id}`",
    "decided": "rows decided: {rows}, refused: {rejected}",
    "outcome_permitted": "permitted",
    "outcome_prohibited": "prohibited",
    "outcome_no_ground": "no ground",
    "outcome_facts_missing": "facts missing",
    "by_rule": "by rule:",
    "written": "written: {file}",
    "left": "rows that may leave: {count}",
    "held": "permitted rows that stay, since obligations are to be fulfilled first: {count}; name "
    "those that are with --fulfilled",
    "progress": "{rows} rows",
    "no_extra": "tables need DuckDB and what goes with it, which is not installed: run "
    "pip install 'disclosure-rules[tables]'",
}
