"""Files that take the place of earlier ones: all of them or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from disclosure_rules.authoring.writing import NotAFileError, write_whole


def test_a_text_takes_the_place_of_an_earlier_one(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text("old")
    (tmp_path / "link.txt").symlink_to("real.txt")
    write_whole(tmp_path / "link.txt", "new")
    assert (tmp_path / "real.txt").read_text() == "new"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.txt", "real.txt"]


def test_what_cannot_be_written_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise PermissionError

    (tmp_path / "report.txt").write_text("old")
    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(PermissionError):
        write_whole(tmp_path / "report.txt", "new")
    assert [path.name for path in tmp_path.iterdir()] == ["report.txt"]
    assert (tmp_path / "report.txt").read_text() == "old"


def test_what_is_no_file_stays(tmp_path: Path) -> None:
    with pytest.raises(NotAFileError):
        write_whole(tmp_path, "new")


def test_a_file_keeps_its_mode(tmp_path: Path) -> None:
    file = tmp_path / "secret.txt"
    file.write_text("old")
    file.chmod(0o600)
    write_whole(file, "new")
    assert file.stat().st_mode & 0o777 == 0o600
    write_whole(tmp_path / "fresh.txt", "one\r\ntwo\n", "utf-8-sig")
    assert (tmp_path / "fresh.txt").read_bytes() == b"\xef\xbb\xbfone\r\ntwo\n"
