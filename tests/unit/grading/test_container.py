"""``autograder grade --container`` runs the same command in a container that has the course folder and nothing else."""

from __future__ import annotations

import os
import subprocess

import pytest
from conftest import BIN, ROOT

from autograder.grading import container


@pytest.fixture
def engine(tmp_path):
    """A folder for the path with a podman that writes down what it is asked, and ends as a class with failures does."""
    podman = tmp_path / "podman"
    podman.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/asked\n[ "$1" = build ] || exit 3\n', encoding="utf-8")
    podman.chmod(0o755)
    return tmp_path


def grade(*options, path):
    argv = [BIN / "autograder", "grade", "--container", *options]
    return subprocess.run(argv, cwd=ROOT, env={"PATH": str(path)}, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_the_same_command_runs_inside_and_its_status_is_ours(engine):
    done = grade("01-cross-entropy", "--seed", "3", "--json", "--jobs", "2", path=engine)
    assert done.returncode == 3, done.stderr
    built, ran = (engine / "asked").read_text(encoding="utf-8").splitlines()
    assert built.startswith("build ")
    assert f"--file {ROOT / 'Containerfile'}" in built
    inside = ran.partition(f"{container.IMAGE} ")[2].split()
    assert inside[0] == "grade"
    assert inside[-2:] == ["--", "01-cross-entropy"]
    assert {"--json", "--seed=3", "--jobs=2"} <= set(inside)
    assert "--container" not in inside
    assert "--unsafe-no-sandbox" not in inside
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1
    assert "bubblewrap" in done.stderr


@pytest.mark.slow
def test_where_there_is_no_engine_one_sentence_says_so(tmp_path):
    done = grade(path=tmp_path)
    assert done.returncode == 2
    assert done.stderr.strip().splitlines() == [done.stderr.strip()]
    assert "podman" in done.stderr
    assert "docker" in done.stderr


@pytest.mark.slow
def test_an_image_that_cannot_be_built_is_said(engine):
    (engine / "podman").write_text("#!/bin/sh\necho 'no space left' >&2\nexit 1\n", encoding="utf-8")
    done = grade(path=engine)
    assert done.returncode == 2
    assert "no space left" in done.stderr
    assert "podman could not build the image" in done.stderr


@pytest.mark.parametrize("engine", container.ENGINES)
def test_inside_are_the_course_folder_no_rights_and_no_network(engine, tmp_path):
    command = container.run_command(engine, tmp_path, ["grade"], needs_network=False)
    assert command.count("--mount") == 1
    assert "--volume" not in command
    assert "--privileged" not in command
    assert command[command.index("--mount") + 1] == f"type=bind,source={tmp_path},target={tmp_path}"
    assert command[command.index("--cap-drop") + 1] == "ALL"
    assert command[command.index("--network") + 1] == "none"
    assert command[-2:] == [container.IMAGE, "grade"]


def test_a_gradebook_on_a_server_needs_the_network(tmp_path):
    assert "--network" not in container.run_command("podman", tmp_path, ["grade"], needs_network=True)


def test_a_comma_in_the_folders_name_stays_in_it(tmp_path):
    command = container.run_command("docker", tmp_path / "a, b", ["grade"], needs_network=False)
    folder = tmp_path / "a, b"
    assert command[command.index("--mount") + 1] == f'type=bind,"source={folder}","target={folder}"'


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="there are no users to keep")
def test_what_is_written_belongs_to_whoever_grades(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "getuid", lambda: 1234)
    monkeypatch.setattr(os, "getgid", lambda: 5678)
    docker = container.run_command("docker", tmp_path, [], needs_network=False)
    assert docker[docker.index("--user") + 1] == "1234:5678"
    podman = container.run_command("podman", tmp_path, [], needs_network=False)
    assert podman[podman.index("--userns") + 1] == "keep-id"
