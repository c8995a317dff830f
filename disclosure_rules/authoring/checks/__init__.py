"""What `check` sees beyond what stops a policy set from loading: one check in each module."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from disclosure_rules.authoring.checks.because_of_unknown import because_of_unknown
from disclosure_rules.authoring.checks.begins_later import begins_later
from disclosure_rules.authoring.checks.case_cites_elsewhere import case_cites_elsewhere
from disclosure_rules.authoring.checks.condition_always_holds import condition_always_holds
from disclosure_rules.authoring.checks.condition_never_holds import condition_never_holds
from disclosure_rules.authoring.checks.deny_not_needed import deny_not_needed
from disclosure_rules.authoring.checks.every_of_nothing import every_of_nothing
from disclosure_rules.authoring.checks.guarantee_of_nothing import guarantee_of_nothing
from disclosure_rules.authoring.checks.inspected import Inspected
from disclosure_rules.authoring.checks.label_missing import label_missing
from disclosure_rules.authoring.checks.missing_obligation import missing_obligation
from disclosure_rules.authoring.checks.named_otherwise import named_otherwise
from disclosure_rules.authoring.checks.near_duplicate import near_duplicate
from disclosure_rules.authoring.checks.near_text import near_text
from disclosure_rules.authoring.checks.odd_date import odd_date
from disclosure_rules.authoring.checks.placeholders_differ import placeholders_differ
from disclosure_rules.authoring.checks.refuses_until_supplied import refuses_until_supplied
from disclosure_rules.authoring.checks.rule_always_denied import rule_always_denied
from disclosure_rules.authoring.checks.rule_covered import rule_covered
from disclosure_rules.authoring.checks.rule_never_applies import rule_never_applies
from disclosure_rules.authoring.checks.same_text import same_text
from disclosure_rules.authoring.checks.sentence_with_gap import sentence_with_gap
from disclosure_rules.authoring.checks.silence_without_because import silence_without_because
from disclosure_rules.authoring.checks.silencing import silenced
from disclosure_rules.authoring.checks.split_without_other import split_without_other
from disclosure_rules.authoring.checks.swapped_arguments import swapped_arguments
from disclosure_rules.authoring.checks.term_within_term import term_within_term
from disclosure_rules.authoring.checks.unless_without_effect import unless_without_effect
from disclosure_rules.authoring.checks.untranslated import untranslated
from disclosure_rules.authoring.checks.unused_word import unused_word
from disclosure_rules.authoring.checks.waits_for_silence import waits_for_silence
from disclosure_rules.language.catalogue import CODES, DEEP, severity
from disclosure_rules.loading.load import Loaded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from disclosure_rules.language.diagnostics import Diagnostic
    from disclosure_rules.language.policy import PolicySet

CHECKS: Final[tuple[Callable[[Inspected], Iterator[Diagnostic]], ...]] = (
    rule_never_applies,
    condition_never_holds,
    condition_always_holds,
    unless_without_effect,
    rule_covered,
    near_duplicate,
    rule_always_denied,
    deny_not_needed,
    missing_obligation,
    guarantee_of_nothing,
    every_of_nothing,
    begins_later,
    swapped_arguments,
    waits_for_silence,
    near_text,
    odd_date,
    named_otherwise,
    term_within_term,
    silence_without_because,
    because_of_unknown,
    refuses_until_supplied,
    split_without_other,
    unused_word,
    label_missing,
    same_text,
    untranslated,
    placeholders_differ,
    sentence_with_gap,
    case_cites_elsewhere,
)
"""Every check, in the order of the catalogue; each is called as the code of what it finds."""

SILENCEABLE: Final = frozenset(
    code for code in CODES if severity(code) != "error" and not code.startswith("silenced_")
)
"""What a comment can silence: never an error."""


def checked(
    loaded: Loaded,
    deeply: Callable[[PolicySet, list[Diagnostic]], Iterable[Diagnostic]] | None = None,
) -> Loaded:
    """Return what came of a load, with all that the checks find; unsound sets as they are.

    Args:
        loaded: What came of a load.
        deeply: Finds what has to be proved, beside what the checks found.
    """
    if loaded.policy_set is None:
        return loaded
    inspected = Inspected(loaded.policy_set, loaded.sources)
    found = [*loaded.diagnostics, *(one for check in CHECKS for one in check(inspected))]
    if deeply is not None:
        found += deeply(loaded.policy_set, found)
    left = silenced(found, loaded.sources, SILENCEABLE, DEEP if deeply is None else ())
    once = {repr(one.order): one for one in left}
    diagnostics = tuple(sorted(once.values(), key=lambda one: one.order))
    return Loaded(loaded.policy_set, diagnostics, loaded.sources)
