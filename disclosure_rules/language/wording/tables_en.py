"""What is said where tables are decided, in English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

TEXTS: Final[Mapping[str, str]] = {
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
    "error_beyond_microseconds": "the column `{column}` has instants hundreds of thousands of "
    "years away, and a request cannot have such; leave out their rows, or mend them",
    "error_no_frame": "this is neither a frame of pandas, Polars or PyArrow nor a relation of "
    "DuckDB",
    "error_frame_unreadable": "the frame cannot be read; each column needs a name of its own, and "
    "values of one kind",
    "error_column_unread": "the column `{column}` holds {found}, which DuckDB cannot read; give it "
    "another type, or leave it out",
    "error_no_row": "there is no row {row}; the table has {rows} rows",
    "error_disagreement": "a row was neither decided nor refused: this is a fault of "
    "disclosure-rules, please report it; nothing was written",
    "error_not_decided": "DuckDB could not decide these rows; look at how much memory and room on "
    "disk there is",
    "error_columns_alike": "another column is called as `{column}` but for upper and lower case; "
    "rename one of them",
    "error_column_unnamed": "column {place}, counted from 1, has no name, or one with the "
    "character NUL; give it another",
    # --- child tables ---
    "error_in_child": "the child table of `{list}`: {problem}",
    "error_list_no_records": "`{fact}` is no list of records, and nothing else has a child table; "
    "name its column under `columns`",
    "error_list_twice": "both a child table and something else in the mapping give `{fact}`; keep "
    "one of them",
    "error_list_key": "`key` must say by a column of the child table which column of the rows it "
    "must equal; name a pair at least",
    "error_list_known": "`known` must be the column of the rows that says whether the records are "
    "the whole list, or `true` where they always are",
    "error_list_no_fields": "no column gives a field of the records; let `columns` say which does",
    "error_key_type": "the column `{column}` holds {found}, and a key is text or a whole number; "
    "convert it",
    "error_key_kinds_text": "the key `{column}` is text, and `{of_rows}` of the rows is whole "
    "numbers, so that no two can be equal; make both alike",
    "error_key_kinds_whole": "the key `{column}` is whole numbers, and `{of_rows}` of the rows is "
    "text, so that no two can be equal; make both alike",
    "error_key_mixed": "the key `{column}` is text in some records and a whole number in others; "
    "make all alike",
    "error_key_null": "records without the key `{column}` belong to nobody: {count}, the first of "
    "them record {first}, counted from 1; fill it in, or take them out",
    "error_key_odd": "records have a key `{column}` that is empty, has a blank at its ends or "
    "something invisible in it, or is neither text nor a whole number: {count}, the first of them "
    "record {first}, counted from 1; mend it",
    "error_no_row_met": "none of its {count} records belongs to any row, so that each list would "
    "pass for empty; see that `key` names the right columns, and if so, give a table without "
    "records",
    "error_row_key": "{list}: the key of the row (`{columns}`) is empty, has a blank at its ends "
    "or something invisible in it, or is of another kind than that of the records",
    "error_row_known": "{list}: `{known}` does not say whether the list is known; it must be "
    "`true` or `false`",
    "error_row_records": "{list}: `{known}` says that the list is not known, and there are "
    "records of it; one of the two is wrong",
    # --- columns of a database ---
    "error_not_in_postgres": "{place}: the rule `{rule}` asks what PostgreSQL cannot be asked "
    "exactly; decide these requests one by one",
    "error_where_columns": "`columns` must say by the path of a fact which column gives it",
    "error_where_moment": "the `moment` is the same for all rows: give it as `moment`, not as a "
    "column",
    "error_where_no_column": "what is given for `{fact}` is no column of a table of SQLAlchemy",
    "error_where_needs_child_table": "`{fact}` is a list of records: give it a `ChildTable`",
    "error_where_several_tables": "the columns of the child table of `{fact}` are of several "
    "tables; give them one, or a subquery",
    "error_where_own_child": "the child table of `{fact}` is also a table of the rows themselves; "
    "use an alias of it",
    "error_where_belongs": "`belongs` of the child table of `{fact}` needs pairs of a column of "
    "that table and a column of the row",
    "error_where_items": "each row stands for an item: give what all items have in common as "
    "`item`, not `items`",
    "error_where_twice": "both a column and a value give `{fact}`; keep one of them",
    "error_where_value": "the value of `{word}` does not fit: {reason}",
    "error_where_fulfilled": "`fulfilled` must be a set of ids of obligations",
    "error_no_obligation_in_force": "no obligation in force is called `{id}`",
    # --- mapping files ---
    "error_mapping_no_mapping": "{place}: a mapping has the parts {known}, and this has none",
    "error_mapping_part": "{place}: `{part}` is no part of a mapping; there are {known}",
    "error_mapping_names": "{place}: `{part}` is a list of names of columns",
    "error_mapping_pairs": "{place}: under `{part}` stand paths of facts, each with what it is",
    "error_mapping_column": "{place}: `{word}` must be the name of a column",
    "error_mapping_twice": "{place}: `{word}` stands under `columns` and under `values`; keep one",
    "error_mapping_fact": "{place}: the vocabulary has no fact `{word}`",
    "error_mapping_value": "{place}: the value of `{word}` does not fit: {reason}",
    "error_mapping_list": "{place}: `lists.{word}` needs the parts {known}",
    "error_mapping_list_pairs": "{place}: under `{part}` stand names, each with that of a column",
    "error_mapping_list_part": "{place}: `{part}` is no part of a child table; there are {known}",
    "error_mapping_list_lacks": "{place}: `{word}` is missing; a child table has a `file`, a "
    "`key` and a `known`",
    "error_mapping_file": "{place}: `{word}` must be the name of a file",
    "error_mapping_known": "{place}: `{word}` must be the name of a column of the rows, or `true`",
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
    "without_row": "records of `{list}` that belong to no row: {count}",
    "progress": "{rows} rows",
    "no_extra": "tables need DuckDB and what goes with it, which is not installed: run "
    "pip install 'disclosure-rules[tables]'",
    "no_postgres_extra": "a WHERE for PostgreSQL needs SQLAlchemy and sqlglot, which are not "
    "installed: run pip install 'disclosure-rules[postgres]'",
    # --- Spark ---
    "no_spark": "frames of Spark need PySpark and what goes with it, which is not installed: run "
    "pip install 'disclosure-rules[spark]'",
    "error_no_spark_frame": "this is no DataFrame of Spark; for other frames there is "
    "`decide_table`",
    "error_spark_no_child": "this is no DataFrame of Spark; read the records into one",
    "error_spark_key_null": "records without the key `{column}` belong to nobody: {count}; fill "
    "it in, or take them out",
    "error_spark_key_odd": "records have a key `{column}` that is empty, has a blank at its ends "
    "or something invisible in it: {count}; mend it",
    "error_spark_streaming": "a frame that streams has no end; decide each batch of it, in "
    "`foreachBatch`",
    "error_spark_moments": "the frame has more than {most} moments; give all rows of a run one "
    "moment, or decide the frame in parts",
    "error_spark_rules": "{count} rules may concern the frame, and Spark is asked of {most} at "
    "most; filter the frame by operation, purpose, recipient or category, and decide it in parts",
    "error_spark_value": "the mapping's value of `{fact}` does not fit in a column of Spark; give "
    "a text, a truth, a number, or a list of texts or of records that are alike",
    "error_not_in_spark": "{place}: the rule `{rule}` asks what is not known to mean the same in "
    "Spark; decide these rows with `decide_table`",
    "spark_reject_boolean": "`{column}` gives no truth",
    "spark_reject_integer": "`{column}` gives no whole number of at most 20 digits",
    "spark_reject_number": "`{column}` gives no number of at most 20 digits before the decimal "
    "point and 18 after it, or a float that is not exact within 15 digits; make it a decimal",
    "spark_reject_text": "`{column}` gives an empty text, or one that is no UTF-8",
    "spark_reject_time": "`{column}` gives no usual time: between the years 1000 and 9000, and as "
    "a text such as 2026-11-22T12:00:00+02:00",
    "spark_reject_date": "`{column}` gives no date, as a text such as 2026-11-22",
    "spark_reject_term": "`{column}` gives a term that the vocabulary does not have",
    "spark_reject_terms": "`{column}` gives a term that the vocabulary does not have, or NULL "
    "in a list",
    "spark_reject_texts": "`{column}` gives NULL, or an empty or odd text, in a list",
    "spark_reject_records": "`{column}` gives a record that is NULL, or one with a fact that "
    "does not fit",
    "spark_reject_no_moment": "`{column}` gives no moment",
    "spark_reject_late": "the row was another when the frame was looked at first; "
    "store the frame, and decide what was stored",
}
