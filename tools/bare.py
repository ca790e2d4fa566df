"""Run make targets in a Debian with nothing in it, from a fresh clone: ``python3 tools/bare.py demo test-quick``.

What a stranger meets first is tried where nothing of the developer's machine can help: a root made by mmdebstrap with
Python, its venv module, make and git, entered by pivot_root (in a chroot there are no user namespaces, which the
sandbox needs). An ordinary user without sudo and root have one each, with a clone of the last commit, side by side.

- The ordinary user runs each target; ``test`` needs a browser, which only root can install: it has to stop at once with
  a sentence, then root runs ``make setup-test``, and it has to pass.
- Root runs each target.

The network, certificates and pip's settings are this machine's, and pip's downloads are those it has kept. Needs root.
Never runs inside itself.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from dataclasses import dataclass
from pathlib import Path

import setup

ROOT = Path(__file__).resolve().parent.parent
MARK = "etc/bare-machine"
USER = "tester"
UID = 1000
PACKAGES = "python3,python3-venv,make,git,ca-certificates"
# What of the environment is about the machine and its network, not about who sits at it.
PASSED_ON = re.compile(
    r"(https?|ftp|all|no)_proxy|(PIP|UV|OPENBLAS)_\w+|TORCH_INDEX|SSL_CERT_(FILE|DIR)|\w+_CA_BUNDLE|\w+_CA_?CERTS?\w*",
    re.IGNORECASE,
)
# $1 the root, $2 what to mount besides, $3 the user, the rest the command.
ENTER = """
set -eu
root=$1 mounts=$2 user=$3
shift 3
mount --bind "$root" "$root"
cd "$root"
mount -t proc proc proc
mount --rbind /sys sys
mount --rbind /dev dev
mount -t tmpfs -o mode=1777 tmpfs dev/shm
eval "$mounts"
mkdir -p old
pivot_root . old
cd /
umount -l /old
exec setpriv --reuid "$user" --regid "$user" --clear-groups -- "$@"
"""


@dataclass(frozen=True)
class Run:
    """How a command ended: its status, what it printed, its wall time and the processor time of all it started."""

    status: int
    printed: str
    seconds: float
    processor: float


@dataclass(frozen=True)
class Result:
    """What was tried, by whom, and whether it went as it should."""

    who: str
    what: str
    passed: bool
    run: Run


class Machine:
    """One bare root with a clone of the last commit in it.

    Args:
        tree: an empty folder for it.
        archive: the root as mmdebstrap made it.
        uid: who works there: root, or an ordinary user.
    """

    def __init__(self, tree: Path, archive: Path, uid: int) -> None:
        self.tree, self.uid = tree, uid
        self.name = USER if uid else "root"
        subprocess.run(["tar", "--extract", "--file", archive, "--directory", tree], check=True)
        if uid:
            subprocess.run(["chroot", tree, "useradd", "--create-home", "--uid", str(uid), USER], check=True)
        for name in ("resolv.conf", "hosts"):
            shutil.copy(Path("/etc") / name, tree / "etc" / name)
        (tree / MARK).touch()
        self.home = Path("/home", USER) if uid else Path("/root")
        self.settings = network_settings()
        self.mounts = self._bring(places_of(self.settings))
        home = tree / self.home.relative_to("/")
        kept = pip_cache()
        if kept and kept.is_dir():
            shutil.copytree(kept, home / ".cache" / "pip", symlinks=True)
        clone = ["git", "-c", "safe.directory=*", "clone", "--quiet", "--no-hardlinks", ROOT, home / "checkout"]
        subprocess.run(clone, check=True)
        subprocess.run(["chown", "--recursive", f"{uid}:{uid}", home], check=True)

    def _bring(self, places: list[Path]) -> str:
        """Copy what would cover something of the root's, as certificates do; mount the rest, read-only."""
        lines = []
        for place in places:
            inside = self.tree / place.relative_to("/")
            if inside.exists():
                # As files: their links lead to places of this machine's.
                subprocess.run(["cp", "-rL", "--remove-destination", f"{place}/." if place.is_dir() else place, inside])
                continue
            target = shlex.quote(str(place.relative_to("/")))
            make = f"mkdir -p {target}" if place.is_dir() else f"mkdir -p $(dirname {target}); touch {target}"
            source = shlex.quote(str(place))
            lines.append(f"{make}; mount --rbind {source} {target}; mount -o remount,bind,ro {target}")
        return "\n".join(lines)

    def run(self, *command: str, as_root: bool = False) -> Run:
        """Run a command in the clone and show what it prints as it comes."""
        environment = {
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME": "/root" if as_root else str(self.home),
            "LANG": "C.UTF-8",
            **self.settings,
        }
        if as_root and self.uid:
            # The clone is the user's.
            environment |= {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": "*"}
        inside = ["env", "-i", f"--chdir={self.home}/checkout", *(f"{k}={v}" for k, v in environment.items()), *command]
        # When this ends, however it ends, nothing goes on in there.
        enter = ["setpriv", "--pdeathsig", "KILL", "unshare", "--mount", "--pid", "--fork", "--kill-child"]
        enter += ["sh", "-c", ENTER, "sh"]
        started = time.monotonic()
        process = subprocess.Popen(
            [*enter, str(self.tree), self.mounts, "0" if as_root else str(self.uid), *inside],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        printed = []
        for line in process.stdout or ():
            printed.append(line)
            print(f"{self.name:<7}| {line}", end="", flush=True)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.monotonic() - started
        return Run(process.returncode, "".join(printed), seconds, used.ru_utime + used.ru_stime)


def network_settings() -> dict[str, str]:
    """This machine's variables for network, certificates and pip, and its pip's settings as such variables."""
    found = {name: value for name, value in os.environ.items() if PASSED_ON.fullmatch(name)}
    settings = setup.pip_settings(_python())
    return {f"PIP_{name.upper().replace('-', '_')}": value for name, value in settings.items()} | found


def _python() -> str:
    """A Python that has pip: the environment's, where there is one."""
    return setup.PYTHON if os.access(setup.PYTHON, os.X_OK) else sys.executable


def places_of(settings: dict[str, str]) -> list[Path]:
    """The files and folders of this machine that the settings name, as paths or as addresses with file://."""
    found: dict[Path, None] = {}
    for name, value in settings.items():
        for word in value.split():
            address = urllib.parse.urlparse(word)
            path = Path(urllib.parse.unquote(address.path)) if address.scheme == "file" else Path(word)
            if not path.is_absolute() or not path.exists():
                continue
            # The files of an index lie beside it.
            found[path.parent if "INDEX" in name and path.is_dir() else path] = None
    return list(found)


def pip_cache() -> Path | None:
    """Where this machine's pip keeps what it has downloaded."""
    done = subprocess.run([_python(), "-m", "pip", "cache", "dir"], capture_output=True, text=True, check=False)
    return Path(done.stdout.strip()) if done.returncode == 0 and done.stdout.strip() else None


def make_archive(path: Path) -> None:
    """The bare root, kept for the next time (``make clean`` removes it)."""
    if path.is_file():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    proxies = subprocess.run(["apt-config", "dump"], capture_output=True, text=True, check=True).stdout.splitlines()
    options = [f"--aptopt={line}" for line in proxies if re.match(r"Acquire::https?::Proxy", line)]
    part = path.with_name("root.part.tar")
    command = ["mmdebstrap", "--quiet", "--variant=minbase", f"--include={PACKAGES}", *options, "bookworm", str(part)]
    setup.run_quietly(command, "Making a bare Debian")
    part.replace(path)


def try_targets(machine: Machine, targets: list[str], results: list[Result]) -> None:
    """Run every target; where a browser is missing and may not be installed, see that this is said, and let root."""
    for target in targets:
        if target == "test" and machine.uid:
            stopped = machine.run("make", "test")
            said = [line for line in stopped.printed.splitlines() if "Chromium" in line and "apt-get install" in line]
            passed = stopped.status != 0 and len(said) == 1 and stopped.processor < 5
            results.append(Result(machine.name, "make test stops with a sentence", passed, stopped))
            asked = said[0].partition(": ")[2].rstrip(".") if said else "false"
            command = asked.replace("sudo ", "").replace("apt-get install", "apt-get install -qy")
            brought = machine.run("sh", "-c", f"export DEBIAN_FRONTEND=noninteractive; {command}", as_root=True)
            results.append(Result(machine.name, "root does what it says", brought.status == 0, brought))
        done = machine.run("make", target)
        results.append(Result(machine.name, f"make {target}", done.status == 0, done))
    again = machine.run("make", "--silent", "setup")
    results.append(Result(machine.name, "make setup, again", again.status == 0 and not again.printed, again))


def main(targets: list[str]) -> None:
    """Make both machines, run the targets in them side by side, and say how each went; exit 1 if one failed."""
    if Path("/", MARK).exists():
        raise setup.Stop("This is a bare machine: it makes no other inside itself.")
    if os.geteuid() != 0:
        raise setup.Stop("Making a bare machine takes root's rights: sudo make test-bare.")
    if not setup.is_there("mmdebstrap"):
        if not setup.may_install():
            raise setup.Stop(setup.sentence(["mmdebstrap"]))
        setup.install(["mmdebstrap"])
    folder = ROOT / "build" / "bare"
    make_archive(folder / "root.tar")
    results: list[Result] = []
    trees = [Path(tempfile.mkdtemp(prefix="tree-", dir=folder)) for _ in range(2)]
    try:
        for tree in trees:
            tree.chmod(0o755)
        machines = [Machine(tree, folder / "root.tar", uid) for tree, uid in zip(trees, (UID, 0), strict=True)]
        work = [threading.Thread(target=try_targets, args=(machine, targets, results)) for machine in machines]
        for one in work:
            one.start()
        for one in work:
            one.join()
    finally:
        for tree in trees:
            subprocess.run(["rm", "-rf", "--one-file-system", tree], check=False)
    for one in sorted(results, key=lambda one: one.who):
        verdict = "passed" if one.passed else "FAILED"
        print(f"{one.who:<7}| {verdict} {one.run.seconds:6.1f} s ({one.run.processor:.1f} s of processors)  {one.what}")
    expected = 2 * (len(targets) + 1) + 2 * targets.count("test")
    if len(results) != expected or not all(one.passed for one in results):
        raise setup.Stop("The bare machine found something: see above.")


if __name__ == "__main__":
    # Ended from outside, it still removes what it has made.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        main(sys.argv[1:])
    except setup.Stop as stop:
        print(stop, file=sys.stderr)
        sys.exit(1)
