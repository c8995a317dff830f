"""What the parser of YAML refuses into a fault in plain words, at the place to look at."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, cast

from yaml import ScalarEvent

from disclosure_rules.language.phrases import phrase
from disclosure_rules.language.source import Span

if TYPE_CHECKING:
    from yaml import Mark, MarkedYAMLError

    from disclosure_rules.loading.faults import Faults

_UNCLOSED: Final = "found unexpected end of stream"
_NO_COLON: Final = "could not find expected ':'"
_NO_BEGINNING: Final = "found character that cannot start any token"
_NO_KEY: Final = "mapping values are not allowed in this context"
NO_CHARACTER: Final = "found invalid Unicode character escape code"
_NOT_BELOW: Final = "did not find expected key"
_AFTER_END: Final = "did not find expected <document start>"
_LONGEST_KEY: Final = 1024
"""How long YAML lets a key be that does not begin with a question mark."""
_NO_BRACE: Final = "did not find expected ',' or '}'"
_NO_BRACKET: Final = "did not find expected ',' or ']'"
_IN_PLAIN_WORDS: Final = {
    _UNCLOSED: "unclosed",
    _NO_COLON: "no_colon",
    _NO_BEGINNING: "no_beginning",
    "\t": "tab",
    _NO_KEY: "no_key",
    ":": "colon_without_space",
    "-": "dash_without_space",
    "no word": "missing_word",
    "long": "long_key",
    _NOT_BELOW: "not_below",
    _NO_BRACE: "no_brace",
    _NO_BRACKET: "no_bracket",
    "did not find expected '-' indicator": "no_dash",
    "block sequence entries are not allowed in this context": "no_list",
    "did not find expected alphabetic or numeric character": "no_beginning",
    "found unknown escape character": "escape",
    NO_CHARACTER: "escape",
    "did not find expected hexdecimal number": "escape",
    "found a tab character that violates indentation": "tab",
    "found a tab character where an indentation space is expected": "tab",
    "did not find expected node content": "no_value",
    "did not find expected comment or line break": "beside_block",
    "mapping keys are not allowed in this context": "question_mark",
    _AFTER_END: "after_end",
    "]": "nothing_to_close",
}
"""What the parser says of the slips met most often, as phrases that say it in plain words."""
_AFTER_A_QUOTE: Final = frozenset({_NOT_BELOW, _NO_BRACE, _NO_BRACKET, _NO_KEY})
"""What is amiss behind a text that ended at the quote with which the next one was to begin."""
_ODD_DIRECTIVES: Final = frozenset(
    {
        _AFTER_END,
        "found incompatible YAML document",
        "found unknown directive name",
        "found duplicate %YAML directive",
        "did not find expected digit or '.' character",
    }
)
"""What is said of a line that begins with `%`, or of what follows it."""
ODD_SPACES: Final = "\u00a0\u2007\u202f\u3000"
"""Spaces that look like the plain one and neither indent nor part anything in YAML."""
_ODD_SPACE: Final = re.compile(f"(?:^[ -]*|: *)([{ODD_SPACES}])")
_TIGHT_COLON: Final = re.compile(r" *(?:- +)*[\w.-]+:(?=\S)")
_TIGHT_DASH: Final = re.compile(r"-[^\W\d]")
_CONTENT: Final = re.compile(r"(?m)^[ \t]*[^\s#]")
LINE_BREAK: Final = re.compile("\r\n|[\r\n\x85\u2028\u2029]")


def explain(error: MarkedYAMLError, last: Any, file: str, text: str, faults: Faults) -> None:
    """Add the fault of a slip: where it is, what it is and, if met often, how to mend it.

    Args:
        error: What the parser says.
        last: The last event before it; None if there was none.
        file: The file's name.
        text: What it holds.
        faults: Where the fault goes.
    """
    first = _CONTENT.search(text)
    if error.problem in _ODD_DIRECTIVES and first and first[0][-1] == "%":
        faults.add("yaml_directive", _one_character(file, *position(text[: first.end() - 1])))
    elif error.problem in _AFTER_A_QUOTE and _ended_late(last, error):
        start, end = last.start_mark, last.end_mark
        span = _one_character(file, start.line + 1, start.column + 1)
        _refuse("closed_late", span, faults, line=str(end.line + 1))
    else:
        _explain_at_place(error, file, text, faults)


def _ended_late(last: Any, error: MarkedYAMLError) -> bool:
    """Tell whether a text in quotes ran over lines, to end just before the slip."""
    slip = error.problem_mark
    if not isinstance(last, ScalarEvent) or last.style not in ("'", '"') or slip is None:
        return False
    start, end = cast("Mark", last.start_mark), cast("Mark", last.end_mark)
    return start.line < end.line == slip.line


def _explain_at_place(error: MarkedYAMLError, file: str, text: str, faults: Faults) -> None:
    place = error.problem_mark or error.context_mark
    if error.problem in (_UNCLOSED, _NO_COLON):
        place = error.context_mark or place  # what was begun there, and not ended
    problem = str(error.problem) if place is None else _by_character(error, text[place.index :])
    line, column = (place.line + 1, place.column + 1) if place else (1, 1)
    if place and problem != "\t" and not text[place.index :].strip():
        # What is missing at the end belongs behind the last word, not on an empty line.
        line, column = position(text.rstrip())
    lines = LINE_BREAK.split(text)
    for number in (line, line - 1):
        near = lines[number - 1] if 0 < number <= len(lines) else ""
        odd, tight = _ODD_SPACE.search(near), _TIGHT_COLON.match(near)
        if odd and problem != _UNCLOSED:
            refuse_space(file, number, odd.start(1) + 1, odd[1], faults)
            return
        if tight and problem in (_NO_COLON, _NO_KEY):
            line, column, problem = number, tight.end(), ":"
            break
    span = _one_character(file, line, column)
    plain = _IN_PLAIN_WORDS.get(problem)
    if plain is not None:
        _refuse(plain, span, faults)
        return
    raw = "; ".join(part for part in (error.context, error.problem) if part)
    faults.add("yaml_syntax", span, problem=phrase("said_by_parser", said=raw))


def _by_character(error: MarkedYAMLError, rest: str) -> str:
    """Return what the problem is, where the text at its place tells more than the parser does."""
    problem, found = str(error.problem), rest[:1]
    if problem == _NO_BEGINNING and found == "\t":
        return found
    if problem in (_NOT_BELOW, _AFTER_END) and found in ("]", "}"):
        return "]"
    if problem == _NOT_BELOW and found == ":":
        return "no word"
    if problem == _NO_COLON and _TIGHT_DASH.match(rest):
        return "-"
    if problem == _NO_COLON and len(rest.partition("\n")[0]) > _LONGEST_KEY:
        return "long"
    return problem


def refuse_space(file: str, line: int, column: int, found: str, faults: Faults) -> None:
    """Add the fault of a space that looks like the plain one."""
    span = _one_character(file, line, column)
    faults.add("odd_space", span, space=phrase(f"space_{ord(found):04x}"))


def position(before: str) -> tuple[int, int]:
    """Return the line and the column behind a text."""
    lines = LINE_BREAK.split(before)
    return len(lines), len(lines[-1]) + 1


def _one_character(file: str, line: int, column: int) -> Span:
    return Span(file, line, column, line, column + 1)


def _refuse(plain: str, span: Span, faults: Faults, **details: str) -> None:
    problem, mend = phrase(plain, **details), phrase(f"{plain}_mend")
    faults.add("yaml_syntax", span, problem=problem, mend=mend)
