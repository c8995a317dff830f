"""Commands that are used wrongly: what is said of it, in the language asked for."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from disclosure_rules.cli.main import commands

WRONG: list[tuple[tuple[str, ...], str]] = [
    (("check", "--nope"), "valikut `--nope` ei ole"),
    (("check", "--strct"), "valikut `--strct` ei ole; kas mõtlesite `--strict`?"),
    (("--nope",), "valikut `--nope` ei ole"),
    (("chekc",), "käsku `chekc` ei ole; kas mõtlesite `check`"),
    (("explain",), "`REQUEST` on puudu"),
    (("explain", "a.yaml", "b.yaml"), "`b.yaml` on siin üleliigne"),
    (("decide", "a.yaml", "--policies"), "valiku `--policies` järel puudub väärtus"),
    (("check", "--strict=yes"), "valikul `--strict` ei ole väärtust"),
    (
        ("decide", "a.yaml", "--format", "xml"),
        "`--format`: `xml` ei ole ükski järgmistest: `text`, `json`",
    ),
    (("decide", "a.yaml", "--policies", ""), "`--policies`: tee ei saa olla tühi"),
    (("check", "--watch", "--format", "json", "."), "`--watch` näitab teksti"),
    (("test", "--filter", ""), "`--filter`: tekst ei saa olla tühi"),
    (("check",), "siin ei ole reeglistikku: nimetage kaust, milles on `vocabulary.yaml`"),
    (("fmt",), "nimetage kaust, milles on `vocabulary.yaml`, või fail"),
    (("decide", "a.yaml"), "siin ei ole reeglistikku: nimetage see valikuga `--policies KAUST`"),
]


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DISCLOSURE_RULES_POLICIES", raising=False)


@pytest.mark.parametrize(("args", "said"), WRONG)
def test_what_is_used_wrongly_is_told_in_estonian(args: tuple[str, ...], said: str) -> None:
    # An option may lack its value at the end, so that the language is told before it.
    asked = [*args[:1], "--lang", "et", *args[1:]]
    result = CliRunner().invoke(commands, asked)
    assert result.exit_code == 2
    *above, told = result.stderr.splitlines()
    assert [line[:4] for line in above] in ([], ["Kasu", "Abi ", ""])
    assert told.startswith("Viga: ")
    assert said in told


def test_several_policy_sets_are_named_in_estonian(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / "policies" / name).mkdir(parents=True)
        (tmp_path / "policies" / name / "vocabulary.yaml").touch()
    result = CliRunner().invoke(commands, ["explain", "a.yaml", "--lang=et"])
    assert "siin on mitu reeglistikku (policies/one, policies/two): nimetage üks" in result.stderr


@pytest.mark.parametrize("lang", [(), ("--lang", "en"), ("--lang", "xx")])
def test_in_english_click_speaks_for_itself(lang: tuple[str, ...]) -> None:
    result = CliRunner().invoke(commands, ["check", "--nope", *lang])
    assert result.exit_code == 2
    assert result.stderr.startswith("Usage: ")
    assert "o such option" in result.stderr


def test_what_is_shown_cannot_act_on_a_terminal() -> None:
    result = CliRunner().invoke(commands, ["check", "--lang", "et", "--\x1b[2J"])
    assert result.exit_code == 2
    assert "\x1b" not in result.stderr
