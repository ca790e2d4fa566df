"""Set-up looks first, says what is missing in one sentence, and does nothing where all is there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest
import setup
from conftest import ROOT

FILES = ("tools/setup.py", "lock.txt", "pyproject.toml", "constraints.txt", "course/pyproject.toml", "course/VERSION")


@pytest.fixture
def checkout(tmp_path):
    """What set-up reads, in a folder of its own, and a folder of commands that is all of the path."""
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "bin").mkdir()
    return tmp_path


def command(checkout, name, text):
    path = checkout / "bin" / name
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)


def set_up(checkout, level, **variables):
    env = {"PATH": str(checkout / "bin"), "HOME": str(checkout / "home"), **variables}
    argv = [sys.executable, str(checkout / "tools" / "setup.py"), level]
    return subprocess.run(argv, env=env, capture_output=True, text=True, check=False)


def test_the_tests_without_a_browser_and_a_sandbox_stop_at_once_with_one_sentence(checkout):
    done = set_up(checkout, "test")
    assert done.returncode == 2
    assert done.stdout == ""
    (line,) = done.stderr.strip().splitlines()
    assert "bubblewrap" in line
    assert "Chromium" in line
    assert not (checkout / ".venv").exists()


def test_where_apt_is_at_hand_the_sentence_is_its_exact_command(checkout):
    """As root it is tried first; here an apt-get that installs nothing."""
    command(checkout, "apt-get", f'echo "$@" >> {checkout}/asked')
    command(checkout, "dpkg-deb", "exit 1")
    command(checkout, "env", 'shift; exec "$@"')
    done = set_up(checkout, "test")
    assert done.returncode == 2
    assert "apt-get install --no-install-recommends bubblewrap chromium" in done.stderr
    assert ("sudo apt-get" in done.stderr) == (os.geteuid() != 0)
    if os.geteuid() == 0:
        assert "install --no-install-recommends bubblewrap chromium" in (checkout / "asked").read_text("utf-8")
    else:
        assert not (checkout / "asked").exists()


@pytest.mark.parametrize(("there", "first"), [([], "apt-get update && "), (["deb.org_main_Packages.lz4"], "")])
def test_where_apt_knows_no_package_yet_the_command_lets_it_look_first(monkeypatch, tmp_path, there, first):
    monkeypatch.setattr(setup, "APT_LISTS", str(tmp_path))
    monkeypatch.setattr(setup, "manager", lambda: "apt-get")
    monkeypatch.setattr(setup, "sandbox_problem", lambda: "")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    for name in there:
        (tmp_path / name).touch()
    said = setup.sentence(["browser"])
    assert said == f"Chromium is missing here: {first}apt-get install --no-install-recommends chromium."


@pytest.mark.parametrize(
    ("manager", "expected"),
    [
        ("apt-get", "apt-get install --no-install-recommends bubblewrap chromium fonts-dejavu-core"),
        ("dnf", "dnf install bubblewrap chromium dejavu-sans-fonts, and put the four .gz files"),
        ("pacman", "pacman -S bubblewrap chromium ttf-dejavu, and put"),
        ("", "Fashion-MNIST are missing here: put the four"),
    ],
)
def test_the_sentence_names_what_this_systems_package_manager_has(monkeypatch, manager, expected):
    monkeypatch.setattr(setup, "manager", lambda: manager)
    monkeypatch.setattr(setup, "bubblewrap", lambda: "")
    text = setup.sentence(["sandbox", "browser", "font", "data"])
    assert expected in text
    assert "\n" not in text


def test_a_sandbox_that_is_there_and_does_not_start_is_not_installed_again(checkout):
    command(checkout, "bwrap", "echo 'No permissions to create new namespace' >&2; exit 1")
    command(checkout, "apt-get", f'echo "$@" >> {checkout}/asked')
    command(checkout, "dpkg-deb", "exit 1")
    command(checkout, "chromium", "exit 0")
    done = set_up(checkout, "test-quick")
    assert done.returncode == 2
    assert "does not start here (No permissions to create new namespace)" in done.stderr
    assert "bubblewrap" not in ((checkout / "asked").read_text("utf-8") if (checkout / "asked").exists() else "")


def ready(checkout, extras):
    code = f"import setup, os; os.makedirs(setup.VENV); setup._write(setup._stamp({extras!r}), setup.fingerprint())"
    subprocess.run([sys.executable, "-c", code], cwd=checkout / "tools", check=True)


@pytest.mark.parametrize("extras", [(), ("site", "test")])
def test_where_all_is_there_nothing_is_done_nor_said(checkout, extras):
    ready(checkout, extras)
    before = sorted((checkout / ".venv").iterdir())
    done = set_up(checkout, "run")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert sorted((checkout / ".venv").iterdir()) == before


def test_the_environment_of_a_demonstration_is_not_that_of_the_tests(checkout, monkeypatch):
    ready(checkout, ())
    for name, value in {"ROOT": checkout, "VENV": checkout / ".venv"}.items():
        monkeypatch.setattr(setup, name, str(value))
    monkeypatch.setattr(setup, "fingerprint", lambda: setup._read(setup._stamp(())))
    assert setup.is_ready(())
    assert not setup.is_ready(("site", "test"))


@pytest.mark.parametrize("name", FILES[1:3] + FILES[4:])
def test_a_changed_version_is_noticed(checkout, name):
    ready(checkout, ("site", "test"))
    with (checkout / name).open("a", encoding="utf-8") as file:
        file.write("\n# changed\n")
    code = "import setup; print(setup.is_ready(()), setup.is_ready(('test',)))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=checkout / "tools", capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["False", "False"]


@pytest.fixture
def torch(monkeypatch):
    """What set-up would run to install PyTorch, on Linux without a graphics card."""
    ran = []
    monkeypatch.setattr(
        setup, "run_quietly", lambda argv, *_args, **_options: ran.append(argv[argv.index("install") :])
    )
    monkeypatch.setattr(setup, "_write", lambda *_args: None)
    monkeypatch.setattr(setup, "installed_torch", lambda: "")
    monkeypatch.setattr(setup, "_is_linux_without_gpu", lambda: True)
    monkeypatch.setattr(setup, "_answers", lambda _address: True)
    monkeypatch.delenv("TORCH_INDEX", raising=False)

    def install(**settings):
        setup.install_torch(settings)
        (command,) = ran
        return command

    return install


def test_without_a_graphics_card_pytorch_is_the_build_for_processors(torch):
    command = torch()
    assert command[command.index("--index-url") + 1] == setup.TORCH_FOR_CPU
    assert "--no-deps" in command


@pytest.mark.parametrize("why", ["unreachable", "asked", "graphics card", "no index"])
def test_else_it_is_what_pip_finds(torch, why, monkeypatch):
    if why == "unreachable":
        monkeypatch.setattr(setup, "_answers", lambda _address: False)
    elif why == "asked":
        monkeypatch.setenv("TORCH_INDEX", "")
    elif why == "graphics card":
        monkeypatch.setattr(setup, "_is_linux_without_gpu", lambda: False)
    command = torch(**({"no-index": "1"} if why == "no index" else {}))
    assert "--index-url" not in command
    assert "--no-deps" not in command


def test_another_build_comes_from_where_one_says(torch, monkeypatch):
    monkeypatch.setenv("TORCH_INDEX", "file:///mine")
    command = torch()
    assert command[command.index("--index-url") + 1] == "file:///mine"


def test_a_build_that_is_there_stays_until_another_is_asked_for(torch, monkeypatch):
    monkeypatch.setattr(setup, "installed_torch", lambda: "torch==2.13.0")
    with pytest.raises(ValueError, match="not enough values"):
        torch()
    monkeypatch.setenv("TORCH_INDEX", "file:///mine")
    assert "--force-reinstall" in torch()


def test_uv_looks_where_pip_looks_unless_it_is_told_otherwise(monkeypatch):
    monkeypatch.delenv("UV_FIND_LINKS", raising=False)
    monkeypatch.setenv("UV_INDEX", "mine")
    settings = {"find-links": "/one /two", "extra-index-url": "theirs", "timeout": "3"}
    assert setup.uv_settings(settings) == {"UV_FIND_LINKS": "/one,/two"}


def test_a_command_that_fails_shows_what_it_said(capsys):
    with pytest.raises(setup.Stop, match=r"(?s)no such package.*Fetching failed"):
        setup.run_quietly([sys.executable, "-c", "print('no such package'); exit(1)"], "Fetching")
    assert capsys.readouterr().out == ""
