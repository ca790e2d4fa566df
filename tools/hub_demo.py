"""A hub to try: JupyterHub on this machine with two students and an instructor, and grading at once. Needs root.

Users of the system are made for it, and removed when it ends (Ctrl-C): the exchange knows by them whose a submission
is. They have no password of the system's: the hub asks for one of its own, which is printed. The hub's configuration is
that of a real server, ``deploy/hub``; only who may log in, and the ports, are different.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import pwd
import secrets
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from homes import closed_to_others

from autograder.authoring import sample_class
from autograder.course import Course

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy" / "hub"
BIN = Path(sys.prefix) / "bin"
PROXY = DEPLOY / "node_modules" / ".bin" / "configurable-http-proxy"
COURSE, ASSIGNMENT = "gan-mathematics", "01-cross-entropy"
OWNER, TEACHER, STUDENTS = "gan", "teacher", ("ada", "bob")
# In the system's list of users; the number is that of the process that made them.
MARK = "hub-demo of process "
START_SECONDS = 300.0
# Set where homes are opened already.
OPENED = "HUB_DEMO_OPENED"
CONFIGURATION = '''\
"""Written by tools/hub_demo.py."""

import hmac
import json
from pathlib import Path

from jupyterhub.auth import Authenticator

load_subconfig({subconfig!r})
c = get_config()
PASSWORDS = json.loads(Path({passwords!r}).read_text())


class Demo(Authenticator):
    """Who knows one of the passwords that were made for this demo."""

    async def authenticate(self, handler, data):
        known = PASSWORDS.get(data["username"])
        right = known is not None and hmac.compare_digest(known.encode(), data["password"].encode())
        return data["username"] if right else None


c.JupyterHub.authenticator_class = Demo
c.JupyterHub.bind_url = {url!r}
c.JupyterHub.hub_port = {hub}
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{proxy}"
c.ConfigurableHTTPProxy.command = {command!r}
c.JupyterHub.cleanup_servers = True
'''


class CannotRun(Exception):
    """Why there can be no demo, in one sentence."""


@dataclass(frozen=True)
class Hub:
    """A hub that runs.

    Attributes:
        url: where to log in.
        passwords: by user; two students, then the instructor.
        folder: of everything that was made for it.
        course: the course folder, its owner's.
        process: JupyterHub.
    """

    url: str
    passwords: dict[str, str]
    folder: Path
    course: Path
    process: subprocess.Popen[bytes]

    @property
    def formgrader(self) -> str:
        return f"{self.url}/services/{COURSE}/formgrader"

    @property
    def log(self) -> str:
        return (self.folder / "hub.log").read_text(encoding="utf-8", errors="replace")


@contextlib.contextmanager
def demo() -> Iterator[Hub]:
    """A hub for the time of a block; afterwards its processes, users and folders are gone.

    Raises:
        CannotRun: something is missing; one sentence.
    """
    _remove_left_over()
    names = [f"{name}-{os.getpid()}" for name in (OWNER, TEACHER, *STUDENTS)]
    with contextlib.ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="hub-demo-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        folder.chmod(0o755)
        for name in names:
            _make_user(name, folder / "homes" / name)
            stack.callback(_remove_user, name)
        owner, teacher, *students = names
        _check_readable(students[0])
        course, exchange = _make_course(folder, owner)
        yield stack.enter_context(_running(folder, course, exchange, owner, teacher, students))


def _check() -> None:
    if os.geteuid() != 0:
        raise CannotRun("Only root can make the users that a hub needs: sudo make hub-demo.")
    if not (BIN / "jupyterhub").exists():
        raise CannotRun("JupyterHub is not installed here: make hub-demo installs it.")
    if not PROXY.exists():
        raise CannotRun(
            f"The hub's proxy is not at {PROXY.relative_to(ROOT)}: `npm ci` in {DEPLOY.relative_to(ROOT)} brings it, "
            "and needs Node 18 or later (Debian: apt-get install nodejs npm)."
        )


def _check_readable(name: str) -> None:
    """Students' servers run from this checkout and its environment."""
    code = "import autograder, gancourse, nbgrader"
    if _as(name, BIN / "python", "-c", code, check=False).returncode:
        raise CannotRun(
            f"Other users cannot use {ROOT} and its environment: put the checkout where all may read it, as below /opt."
        )


def _make_user(name: str, home: Path) -> None:
    home.parent.mkdir(exist_ok=True)
    about = f"{MARK}{os.getpid()}"
    made = ["useradd", "--create-home", "--home-dir", home, "--shell", "/bin/bash", "--comment", about, name]
    done = subprocess.run(made, check=False, capture_output=True, text=True)
    if done.returncode:
        raise CannotRun(f"The user {name} could not be made: {done.stderr.strip()}.")
    home.chmod(0o700)


def _remove_left_over() -> None:
    """Users of a demo that was killed."""
    for user in pwd.getpwall():
        number = user.pw_gecos.removeprefix(MARK)
        if user.pw_gecos.startswith(MARK) and not Path(f"/proc/{number}").exists():
            _remove_user(user.pw_name)


def _remove_user(name: str) -> None:
    """Remove a user and what runs as one: kernels of a hub that was killed, say."""
    with contextlib.suppress(KeyError):
        number = str(pwd.getpwnam(name).pw_uid)
        for process in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if str(process.stat().st_uid) == number:
                    os.kill(int(process.name), signal.SIGKILL)
    until = time.monotonic() + 10
    while subprocess.run(["userdel", name], check=False, capture_output=True).returncode == 8:
        if time.monotonic() > until:
            print(f"{name} could not be removed, something still runs as this user: userdel {name}", file=sys.stderr)
            return
        time.sleep(0.2)


def _as(name: str, *command: str | Path, check: bool = True, **more: Any) -> subprocess.CompletedProcess[str]:
    user = pwd.getpwnam(name)
    environment = {"HOME": user.pw_dir, "USER": name, "PATH": f"{BIN}{os.pathsep}{os.defpath}", "LANG": "C.UTF-8"}
    return subprocess.run(
        list(map(str, command)),
        check=check,
        user=user.pw_uid,
        group=user.pw_gid,
        extra_groups=[],
        env=environment | more.pop("environment", {}),
        cwd=more.pop("cwd", user.pw_dir),
        capture_output=True,
        text=True,
    )


def _make_course(folder: Path, owner: str) -> tuple[Path, Path]:
    """The owner's course folder with one assignment, released into an exchange."""
    exchange = folder / "exchange"
    exchange.mkdir()
    # Everybody may make a course in it, as nbgrader wants; nobody may remove another's.
    exchange.chmod(0o1777)
    course = Path(pwd.getpwnam(owner).pw_dir) / COURSE
    course.mkdir()
    sample_class.course_folder(Course.find(ROOT), [ASSIGNMENT], course)
    user = pwd.getpwnam(owner)
    for path in (course, *course.rglob("*")):
        os.chown(path, user.pw_uid, user.pw_gid, follow_symlinks=False)
    places = {"JUPYTER_CONFIG_PATH": str(DEPLOY / "settings"), "NBGRADER_EXCHANGE": str(exchange)}
    done = _as(owner, BIN / "nbgrader", "release_assignment", ASSIGNMENT, cwd=course, environment=places, check=False)
    if done.returncode:
        raise CannotRun(f"The assignment could not be released: {done.stderr.strip()}")
    return course, exchange


@contextlib.contextmanager
def _running(
    folder: Path, course: Path, exchange: Path, owner: str, teacher: str, students: list[str]
) -> Iterator[Hub]:
    state = folder / "hub"
    state.mkdir(mode=0o700)
    passwords = {name: secrets.token_urlsafe(9) for name in (*students, teacher)}
    (state / "passwords.json").write_text(json.dumps(passwords), encoding="utf-8")
    public, hub, proxy, formgrader, monitor = _ports(8000, 5)
    people = f"instructors = {json.dumps([teacher])}\nstudents = {json.dumps(students)}\n"
    (state / "courses.toml").write_text(
        f"exchange = {json.dumps(str(exchange))}\n[courses.{COURSE}]\nowner = {json.dumps(owner)}\n"
        f"folder = {json.dumps(str(course))}\n{people}formgrader_port = {formgrader}\nmonitor_port = {monitor}\n",
        encoding="utf-8",
    )
    url = f"http://127.0.0.1:{public}"
    configuration = state / "jupyterhub_config.py"
    configuration.write_text(
        CONFIGURATION.format(
            subconfig=str(DEPLOY / "jupyterhub_config.py"),
            passwords=str(state / "passwords.json"),
            url=url,
            hub=hub,
            proxy=proxy,
            command=[str(PROXY)],
        ),
        encoding="utf-8",
    )
    environment = os.environ | {
        "GAN_HUB_COURSES": str(state / "courses.toml"),
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
    }
    with (folder / "hub.log").open("wb") as log:
        process = subprocess.Popen(
            [str(BIN / "jupyterhub"), "--config", str(configuration)],
            cwd=state,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            # Ctrl-C is for this process, which ends the hub in order.
            start_new_session=True,
        )
        found = Hub(url, passwords, folder, course, process)
        try:
            _wait_until_ready(found, monitor)
            yield found
        finally:
            process.terminate()
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _wait_until_ready(hub: Hub, monitor: int) -> None:
    """Until people can log in, and what they hand in is graded."""
    until = time.monotonic() + START_SECONDS
    for address in (f"{hub.url}/hub/health", f"http://127.0.0.1:{monitor}/health"):
        while True:
            with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=10):
                break
            if hub.process.poll() is not None or time.monotonic() > until:
                raise CannotRun(f"The hub did not start; the end of its log:\n{hub.log[-3000:]}")
            time.sleep(0.2)


def _ports(first: int, number: int) -> list[int]:
    """Free ports: the first one if it is, for people to remember, and any."""
    found = []
    with contextlib.ExitStack() as stack:
        for wanted in (first, *[0] * (number - 1)):
            one = stack.enter_context(socket.socket())
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                one.bind(("127.0.0.1", wanted))
            except OSError:
                one.bind(("127.0.0.1", 0))
            found.append(one.getsockname()[1])
    return found


def _enter_opened_homes() -> None:
    """Go on in a view of the files in which users can reach Python and the checkout; nothing where they can already.

    Root's home is closed to others, and Python or the checkout may lie in it. In this process's own view of the files
    there is an empty one in its place, with nothing in it but these.
    """
    paths = sorted({Path(sys.base_prefix).resolve(), Path(sys.prefix).resolve(), ROOT})
    shut = {path: home for path in paths if (home := closed_to_others(path)) is not None}
    if not shut or OPENED in os.environ:
        return
    lines = ["set -e", "stage=$(mktemp -d)", 'mount -t tmpfs -o mode=755 none "$stage"']
    numbered = [(f'"$stage"/{number}', shlex.quote(str(path))) for number, path in enumerate(shut)]
    lines += [f"mkdir {place}; mount --bind {path} {place}" for place, path in numbered]
    lines += [f"mount -t tmpfs -o mode=755 none {shlex.quote(str(home))}" for home in sorted(set(shut.values()))]
    lines += [f"mkdir -p {path}; mount --bind {place} {path}; umount {place}" for place, path in numbered]
    lines += ['umount "$stage"; rmdir "$stage"', f"cd {shlex.quote(str(ROOT))}", 'exec "$@"']
    os.environ[OPENED] = "1"
    command = [sys.executable, *sys.orig_argv[1:]]
    os.execvp("unshare", ["unshare", "--mount", "sh", "-c", "\n".join(lines), "sh", *command])


def main() -> int:
    """Run until Ctrl-C."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        _check()
        _enter_opened_homes()
        print("A hub is made: users, course, exchange. That takes a minute.", flush=True)
        with demo() as hub:
            *students, teacher = hub.passwords
            print(f"\nOpen {hub.url} and log in:\n")
            for name in students:
                print(f"  student     {name:<14} {hub.passwords[name]}")
            print(f"  instructor  {teacher:<14} {hub.passwords[teacher]}   formgrader: {hub.formgrader}")
            print(
                f"\nAs a student: Nbgrader > Assignment List, fetch {ASSIGNMENT}, answer something, Submit, and "
                f"Fetch Feedback a second or two later.\nThe log is {hub.folder / 'hub.log'}. Ctrl-C ends the hub and "
                "removes its users and folders.",
                flush=True,
            )
            hub.process.wait()
            print(f"The hub has ended by itself:\n{hub.log[-3000:]}", file=sys.stderr)
            return 1
    except CannotRun as why:
        print(why, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nThe hub is gone, and so are its users and folders.")
        return 0


if __name__ == "__main__":
    raise SystemExit(main())
