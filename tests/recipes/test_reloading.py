"""The recipe for new policies without a restart: whole, atomic, and never worse than before."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import textwrap
from importlib import import_module
from pathlib import Path
from threading import Barrier, Event, Thread
from typing import TYPE_CHECKING, Any

import pytest

from disclosure_rules import Engine, PolicyError
from disclosure_rules.loading import files

if TYPE_CHECKING:
    from collections.abc import Callable

OTHER_VERSION = ("offers.yaml", '"2026-01"', '"2026-11"')
FAULTY = ("offers.yaml", "operation: send_offer", "operation: send_ofer")


@pytest.fixture
def module(recipe: Callable[[str], Path]) -> Any:
    recipe("reloading.md")
    return import_module("policies")


def _link(tmp_path: Path, target: Path) -> Path:
    link = tmp_path / "current"
    link.unlink(missing_ok=True)
    link.symlink_to(target, target_is_directory=True)
    return link


def test_a_moved_link_is_followed(module: Any, release: Any, tmp_path: Path) -> None:
    link = _link(tmp_path, release("former"))
    policies = module.Policies(link)
    former = policies.engine
    policies.refresh()
    assert policies.engine is former
    digest = module.publish(release("newer", *OTHER_VERSION), link)
    policies.refresh()
    assert policies.digest == digest != former.policy_set.digest[:12]
    assert not policies.refused


def test_a_faulty_release_is_not_published(module: Any, release: Any, tmp_path: Path) -> None:
    former = release("former")
    link = _link(tmp_path, former)
    with pytest.raises(PolicyError, match="send_ofer"):
        module.publish(release("faulty", *FAULTY), link)
    assert link.resolve() == former


def test_a_faulty_release_leaves_the_old_policies_and_raises_an_alarm(
    module: Any, release: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    link = _link(tmp_path, release("former"))
    policies = module.Policies(link)
    former = policies.engine
    _link(tmp_path, release("faulty", *FAULTY))
    with caplog.at_level(logging.ERROR):
        policies.refresh()
        policies.refresh()
    assert policies.engine is former
    assert policies.refused
    (alarm,) = caplog.records
    assert f"policies {policies.digest} stay in force" in alarm.getMessage()
    assert "did you mean `send_offer`?" in alarm.getMessage()
    _link(tmp_path, release("mended", *OTHER_VERSION))
    policies.refresh()
    assert policies.engine is not former
    assert not policies.refused


@pytest.mark.parametrize("target", ["nowhere", "current", "a-file"])
def test_a_link_that_leads_to_no_folder_leaves_the_old_policies(
    module: Any, release: Any, tmp_path: Path, target: str
) -> None:
    (tmp_path / "a-file").touch()
    link = _link(tmp_path, release("former"))
    policies = module.Policies(link)
    _link(tmp_path, tmp_path / target)
    policies.refresh()
    assert policies.refused
    assert policies.engine.policy_set.vocabulary.id == "ekspressjob"


def test_a_service_does_not_start_with_faulty_policies(module: Any, release: Any) -> None:
    with pytest.raises(PolicyError):
        module.Policies(release("faulty", *FAULTY))


def test_while_one_thread_reads_the_others_go_on(
    module: Any, release: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = _link(tmp_path, release("former"))
    policies = module.Policies(link)
    former = policies.engine
    digest = module.publish(release("newer", *OTHER_VERSION), link)
    reading, go_on = Event(), Event()
    read = Engine.reloaded

    def slowly(engine: Engine) -> Engine:
        reading.set()
        assert go_on.wait(60)
        return read(engine)

    monkeypatch.setattr(Engine, "reloaded", slowly)
    reader = Thread(target=policies.refresh)
    reader.start()
    assert reading.wait(60)
    policies.refresh()  # comes back at once, or this test would never end
    assert policies.engine is former
    go_on.set()
    reader.join()
    assert policies.digest == digest


def test_no_thread_ever_sees_anything_but_a_published_set(
    module: Any, release: Any, tmp_path: Path
) -> None:
    releases = [release("former"), release("newer", *OTHER_VERSION)]
    digests = {Engine.load(folder).policy_set.digest[:12] for folder in releases}
    policies = module.Policies(_link(tmp_path, releases[0]))
    barrier, seen = Barrier(5), set()

    def look() -> None:
        barrier.wait()
        for _ in range(2_000):
            policies.refresh()
            seen.add(policies.digest)

    threads = [Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    barrier.wait()
    for turn in range(6):
        module.publish(releases[1 - turn % 2], tmp_path / "current")
    for thread in threads:
        thread.join()
    assert seen <= digests
    assert not policies.refused


def test_a_set_is_read_from_where_the_link_led_at_first(
    release: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    former, newer = release("former"), release("newer", *OTHER_VERSION)
    link = _link(tmp_path, former)
    wanted = Engine.load(former).policy_set.digest
    read = files._content

    def moving(name: str, *arguments: Any) -> bytes | None:
        if name.endswith("offers.yaml"):
            _link(tmp_path, newer)
        return read(name, *arguments)

    monkeypatch.setattr(files, "_content", moving)
    assert Engine.load(link).policy_set.digest == wanted
    assert link.resolve() == newer


def test_a_mounted_folder_of_kubernetes_is_followed(
    module: Any, release: Any, tmp_path: Path
) -> None:
    mounted = tmp_path / "mounted"
    mounted.mkdir()
    release("former").rename(mounted / "..2026_11_02")
    release("newer", *OTHER_VERSION).rename(mounted / "..2026_11_22")
    data = mounted / "..data"
    data.symlink_to("..2026_11_02", target_is_directory=True)
    policies = module.Policies(data)
    former = policies.digest
    (mounted / "..data_tmp").symlink_to("..2026_11_22", target_is_directory=True)
    (mounted / "..data_tmp").replace(data)
    policies.refresh()
    assert policies.digest != former
    assert not policies.refused


FORKED = """
import os, sys
from pathlib import Path
from policies import Policies, publish

link, newer = map(Path, sys.argv[1:])
policies = Policies(link)
digest = publish(newer, link)
child = os.fork()
if child == 0:
    request = {"moment": "2026-11-22T12:00:00+02:00", "operation": "stop_offers"}
    decided = policies.engine.decide(request).outcome
    policies.refresh()
    os._exit(0 if (decided, policies.digest) == ("permitted", digest) else 1)
_, status = os.waitpid(child, 0)
assert os.waitstatus_to_exitcode(status) == 0
assert policies.digest != digest
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_a_forked_process_decides_and_looks_for_itself(
    recipe: Callable[[str], Path], release: Any, tmp_path: Path
) -> None:
    folder = recipe("reloading.md")
    link = _link(tmp_path, release("former"))
    subprocess.run(
        [sys.executable, "-c", textwrap.dedent(FORKED), link, release("newer", *OTHER_VERSION)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(folder), *sys.path])},
        check=True,
        timeout=120,
    )
