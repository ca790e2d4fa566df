"""Unix users for tests, with homes of their own: who they are decides what they may read, and whose a folder is."""

from __future__ import annotations

import contextlib
import os
import pwd
import shlex
import shutil
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import BIN, ROOT
from homes import closed_to_others

needs_users = pytest.mark.skipif(os.geteuid() != 0, reason="only root can make the Unix users that this needs")


def as_user(name: str, scratch: Path) -> list[str]:
    """What runs a command as this user. Homes in which Python or the checkout lie are opened, for it alone."""
    lines, rooms = ["set -e"], {}
    for path in {Path(sys.base_prefix).resolve(), Path(sys.prefix), ROOT}:
        if (closed := closed_to_others(path)) is not None:
            room = rooms.setdefault(closed, scratch / f"room-{len(rooms)}")
            place = room / path.relative_to(closed)
            lines += [f"mkdir -p {shlex.quote(str(place))}", shlex.join(["mount", "--bind", str(path), str(place)])]
    lines += [shlex.join(["mount", "--rbind", str(room), str(closed)]) for closed, room in rooms.items()]
    user = pwd.getpwnam(name)
    become = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    return ["unshare", "--mount", "sh", "-c", "\n".join([*lines, f'exec {shlex.join(become)} "$@"']), "sh"]


def python_as(uid: int, code: str, *arguments: object) -> None:
    """Run a few lines of Python as this user, with a Python that everybody can read; they have to succeed."""
    python = "/usr/bin/python3" if Path("/usr/bin/python3").exists() else sys.executable
    done = subprocess.run(
        [python, "-c", textwrap.dedent(code), *map(str, arguments)],
        user=uid,
        group=pwd.getpwuid(uid).pw_gid,
        extra_groups=[],
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@dataclass(frozen=True)
class SystemUser:
    """A user of the system.

    Attributes:
        name: of the user, made for one test.
        home: a folder that only this user can read.
        prefix: what runs a command as this user.
    """

    name: str
    home: Path
    prefix: list[str]

    def command(self, *command: str | Path, **more: str) -> tuple[list[str], Mapping[str, str]]:
        """What runs one of the environment's commands as this user, and with which variables."""
        known = {name: value for name, value in os.environ.items() if name.startswith(("LANG", "LC_", "OMP_"))}
        path = f"{BIN}{os.pathsep}{os.defpath}"
        own = {"HOME": str(self.home), "USER": self.name, "PATH": path}
        return [*self.prefix, str(BIN / str(command[0])), *map(str, command[1:])], {**known, **own, **more}

    def run(self, *command: str | Path, cwd: Path | None = None, timeout: float = 300) -> str:
        """Run one of the environment's commands, which has to succeed; what it printed."""
        argv, environment = self.command(*command)
        done = subprocess.run(
            argv,
            cwd=cwd or self.home,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=timeout,
            check=False,
        )
        assert done.returncode == 0, f"{self.name}: {shlex.join(map(str, command))}\n{done.stdout}"
        return done.stdout


@contextlib.contextmanager
def system_users(scratch: Path, *names: str) -> Iterator[dict[str, SystemUser]]:
    """Users for the time of a block, by the names given here; the system's have a number, for several runs at once."""
    open_the_way(scratch)
    made = {name: f"{name}-{os.getpid()}" for name in names}
    try:
        users = {}
        for name, real in made.items():
            subprocess.run(["useradd", "--no-create-home", "--system", real], check=True, capture_output=True)
            home = scratch / "homes" / name
            home.mkdir(parents=True)
            home.chmod(0o700)
            os.chown(home, pwd.getpwnam(real).pw_uid, pwd.getpwnam(real).pw_gid)
            users[name] = SystemUser(real, home, as_user(real, scratch / "rooms" / name))
        yield users
    finally:
        for real in made.values():
            subprocess.run(["userdel", real], check=False, capture_output=True)


@contextlib.contextmanager
def open_folder() -> Iterator[Path]:
    """A folder that everybody can go through, until the end of a block; pytest closes those of its own again."""
    folder = Path(tempfile.mkdtemp(prefix="class-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def open_the_way(folder: Path) -> None:
    """Let everybody go through the folders that lead there."""
    for one in (folder, *folder.parents[:-1]):
        if one.stat().st_uid == os.geteuid():
            one.chmod(one.stat().st_mode | 0o011)
