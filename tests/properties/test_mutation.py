"""What is said of a mutant is what all cases would say of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from disclosure_rules import Engine
from disclosure_rules.authoring.cases import run_cases
from disclosure_rules.authoring.mutation.trial import sampled
from disclosure_rules.language.noun import with_parts
from disclosure_rules.loading.load import Rereader, read_policies
from tests.unit import ekspressjob_set as ekspressjob
from tests.unit.test_mutation import of_set


@pytest.mark.parametrize("name", ["clinic", "university"])
def test_cases_that_are_left_out_would_not_have_noticed(name: str) -> None:
    trial, texts = of_set(name)
    policy_set = read_policies(Path(ekspressjob.FOLDER).parent / name).policy_set
    assert policy_set is not None
    rereader = Rereader({file: text for file, text in texts.items() if "cases" not in file})
    for result in trial.run(sampled(trial.candidates, seed=2)[:5]):
        if result is not None:
            changed = rereader.read(
                result.mutant.file, result.mutant.edited(texts[result.mutant.file])
            )
            assert changed is not None
            engine = Engine(with_parts(changed, cases=policy_set.cases))
            noticing = {r.case.id for r in run_cases(engine) if not r.met}
            assert bool(noticing) == (result.status == "noticed"), result.mutant
            assert result.case is None or result.case in noticing
