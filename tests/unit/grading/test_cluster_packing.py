"""What travels to a cluster: sealed, typed, packed; and what is refused."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.course import Course
from autograder.engine import protocol
from autograder.engine.notebooks import Unreadable, read_notebook
from autograder.engine.protocol import Mode
from autograder.engine.settings import GradingEngine
from autograder.grading.cluster import messages, packing, sealing
from autograder.grading.dispatch import GradeJob, TryJob


@pytest.fixture
def key(tmp_path: Path) -> Path:
    sealing.make(tmp_path / "settings" / "cluster.key")
    return tmp_path / "settings" / "cluster.key"


def test_dask_is_imported_only_where_a_cluster_is_asked_for() -> None:
    code = "import sys, autograder.cli, autograder.grading.run; print({'dask', 'cryptography'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_a_key_is_its_owners_alone_and_never_overwritten(key: Path) -> None:
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    before = sealing.read(key)
    with pytest.raises(sealing.NoKey, match="there already"):
        sealing.make(key)
    assert sealing.read(key) == before


def test_keys_that_cannot_be_used_are_refused_with_what_to_do(key: Path, tmp_path: Path) -> None:
    with pytest.raises(sealing.NoKey, match="autograder cluster-key"):
        sealing.read(tmp_path / "none")
    with pytest.raises(sealing.NoKey, match="no ordinary file"):
        sealing.read(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(sealing.NoKey, match="no ordinary file"):
        sealing.read(tmp_path / "pipe")
    for mode in (0o640, 0o604):
        key.chmod(mode)
        with pytest.raises(sealing.NoKey, match="chmod 600"):
            sealing.read(key)
    key.chmod(0o600)
    key.write_text("a password")
    with pytest.raises(sealing.NoKey, match="holds no key"):
        sealing.read(key)


def test_the_environment_names_another_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(sealing.VARIABLE, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert sealing.place() == tmp_path / "autograder" / "cluster.key"
    monkeypatch.setenv(sealing.VARIABLE, "/run/secrets/key")
    assert sealing.place() == Path("/run/secrets/key")


def test_what_is_sealed_shows_nothing_and_cannot_be_changed(key: Path, tmp_path: Path) -> None:
    seal = sealing.Seal(sealing.read(key))
    sealed = seal.seal(b"a hidden test")
    assert b"hidden" not in sealed
    assert seal.open(sealed) == b"a hidden test"
    with pytest.raises(sealing.Forged):
        seal.open(sealed[:-5] + b"AAAA=")
    sealing.make(tmp_path / "other")
    with pytest.raises(sealing.Forged):
        sealing.Seal(sealing.read(tmp_path / "other")).open(sealed)


def test_names_of_tasks_say_nothing_and_differ(key: Path) -> None:
    seal = sealing.Seal(sealing.read(key))
    names = [
        seal.name("hw", "ada"),
        seal.name("hw", "bea"),
        seal.name("hwa", "da"),
        seal.name("hw", os.fsdecode(b"\xe9")),
    ]
    assert len(set(names)) == len(names)
    assert seal.name("hw", "ada") == names[0]
    assert "ada" not in names[0]


def job(**given: object) -> GradeJob:
    known = {"number": 1, "assignment": "hw", "notebook": "hw", "seed": 7, "mode": Mode.JUDGE, "student": "ada"}
    return GradeJob(**{**known, "every_cell": False, "fingerprint": "f", **given})


def test_messages_come_back_as_they_were_and_nothing_else_is_taken_for_one() -> None:
    parcels = (
        messages.Parcel(job=job(operations={"t": ("call",)}), files={b"hw.ipynb": b"{}", b"\xe9": b""}),
        messages.Parcel(job=TryJob(number=2, assignment="hw", notebook="hw", seed=7, mode=Mode.AUTO)),
    )
    task = messages.Task(run="r", name="n", parcels=parcels)
    body = messages.encode(task)
    assert messages.decode(messages.Task, body) == task
    for other in (b"", b"{}", body[:-1], messages.encode(parcels[0])):
        with pytest.raises(messages.Malformed):
            messages.decode(messages.Task, other)


@pytest.mark.parametrize("name", ["/etc/passwd", "../x", "a/../../x", ""])
def test_no_file_is_laid_out_of_its_folder(name: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="leads out"):
        packing.lay_out({name: b"x"}, tmp_path / "folder")
    assert not (tmp_path / "x").exists()


def test_a_bundle_holds_what_a_judge_reads_and_no_path_of_this_machine(tmp_path: Path) -> None:
    root = tmp_path / "course"
    source = root / "source" / "hw" / "hw.ipynb"
    release = tmp_path / "elsewhere" / "hw.ipynb"
    for path, text in ((source, '{"a": 1}'), (release, '{"b": 2}'), (source.with_name("data.csv"), "1,2")):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (root / "submitted" / "ada" / "hw").mkdir(parents=True)
    packer = packing.Packer(Course(root, {"source_directory": "source"}))
    plan = protocol.LoadPlan(
        source=source, instructors=source, release=release, checksums={"t": "c"}, keep_theirs=("x",)
    )
    packer.add("hw", plan)
    settings = GradingEngine(cell_seconds=3, hidden_tests=("A", "B"), environment={"X": "1"}, memory_mib=100)
    body = messages.encode(packer.bundle("r", settings, ["numpy"], ""))
    bundle = messages.decode(messages.Bundle, body)
    (one,) = bundle.notebooks
    assert {bundle.files[one.source], bundle.files[one.release]} == {b'{"a": 1}', b'{"b": 2}'}
    assert bundle.files["source/hw/data.csv"] == b"1,2"
    assert not any(name.startswith(("/", "submitted")) for name in bundle.files)
    there = packing.settings_of(bundle)
    for name in GradingEngine.class_trait_names(config=True):
        assert getattr(there, name) == getattr(settings, name), name
    packing.lay_out(bundle.files, tmp_path / "there")
    assert (tmp_path / "there" / one.source).read_text() == '{"a": 1}'


def test_what_was_handed_in_is_packed_or_refused_in_the_judges_own_words(tmp_path: Path) -> None:
    settings = GradingEngine(notebook_mib=1)
    path = tmp_path / "hw.ipynb"

    def sentence(reader: object) -> str:
        with pytest.raises(Unreadable) as problem:
            reader()
        return str(problem.value)

    def refused() -> str:
        return sentence(lambda: packing.handed_in(tmp_path, "hw", settings))

    (tmp_path / "copy.ipynb").write_text("{}")
    assert refused() == sentence(lambda: read_notebook(path))
    assert "copy.ipynb" in refused()
    path.write_bytes(b" " * ((1 << 20) + 1))
    assert "at most 1 are read" in refused()
    path.unlink()
    path.symlink_to(tmp_path / "copy.ipynb")
    assert "not an ordinary file" in refused()
    path.unlink()
    path.write_text("{}")
    (tmp_path / os.fsdecode(b"\xe9.txt")).write_text("x")
    found = packing.handed_in(tmp_path, "hw", settings)
    assert found == {b"hw.ipynb": b"{}", b"\xe9.txt": b"x"}
