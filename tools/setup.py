"""Set up what a make target needs, and do nothing where it is there: ``python3 tools/setup.py LEVEL``.

The system is looked at first, which takes a moment: Python, a sandbox that starts, for the tests also a browser, a font
and Fashion-MNIST. As root, or where sudo asks for no password, what is missing is installed with apt; without such
rights, what can be had without is fetched. Then comes ``.venv``, with the versions and hashes of ``lock.txt``. What
cannot be mended ends with one sentence and a command.

Only the standard library here, and nothing newer than Python 3.7 before the version has been looked at.
"""

from __future__ import annotations

import ast
import ctypes
import glob
import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections import deque

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
TOOLS = os.path.join(VENV, "tools")
PYTHON = os.path.join(VENV, "bin", "python")
OLDEST = (3, 11)
# The build of PyTorch for Linux without a graphics card, where PyTorch's own guide points; TORCH_INDEX overrides it.
TORCH_FOR_CPU = "https://download.pytorch.org/whl/cpu"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FASHION_MNIST = [f"{part}-{kind}-ubyte.gz" for part in ("train", "t10k") for kind in ("images-idx3", "labels-idx1")]
GOES_ON = {
    "demo": "The demonstration goes on without: its students are made up, and their code is this project's own.",
    "grade": "Real students' code is not graded until then.",
}

LEVELS = {
    # level: the extras of the environment, what of the system it cannot do without, and what it can
    "run": ((), ("venv",), ()),
    "demo": ((), ("venv",), ("sandbox",)),
    "grade": ((), ("venv",), ("sandbox",)),
    "site": (("site",), ("venv", "data"), ()),
    "test-quick": (("site", "test"), ("venv", "sandbox", "data"), ()),
    "test": (("site", "test"), ("venv", "sandbox", "browser", "driver", "font", "data", "database"), ()),
}
# What each need is called, and its package for each package manager; "" where there is none.
NEEDS = {
    "venv": ("Python's venv module", {"apt-get": "python3-venv", "zypper": "python3"}),
    "sandbox": ("bubblewrap", dict.fromkeys(("apt-get", "dnf", "pacman", "zypper", "apk"), "bubblewrap")),
    "browser": ("Chromium", dict.fromkeys(("apt-get", "dnf", "pacman", "zypper", "apk"), "chromium")),
    "font": (
        "the font DejaVu Sans",
        {
            "apt-get": "fonts-dejavu-core",
            "dnf": "dejavu-sans-fonts",
            "pacman": "ttf-dejavu",
            "zypper": "dejavu-fonts",
            "apk": "font-dejavu",
        },
    ),
    # The program that drives the browser for Playwright is built against it.
    "driver": (
        "the library libatomic",
        {"apt-get": "libatomic1", "dnf": "libatomic", "zypper": "libatomic1", "apk": "libatomic"},
    ),
    "data": ("Fashion-MNIST", {"apt-get": "dataset-fashion-mnist"}),
    # A gradebook in PostgreSQL is tried on a server of the tests' own.
    "database": (
        "PostgreSQL's server",
        {
            "apt-get": "postgresql",
            "dnf": "postgresql-server",
            "pacman": "postgresql",
            "zypper": "postgresql-server",
            "apk": "postgresql",
        },
    ),
    # For tools/bare.py.
    "mmdebstrap": ("mmdebstrap", {"apt-get": "mmdebstrap"}),
}
APT_LISTS = "/var/lib/apt/lists"
INSTALL = {
    "apt-get": "apt-get install --no-install-recommends",
    "dnf": "dnf install",
    "pacman": "pacman -S",
    "zypper": "zypper install",
    "apk": "apk add",
}


class Stop(Exception):
    """One sentence on what is missing and what to do."""


def main(level: str) -> None:
    """Set up one level, or say in one sentence why that cannot be."""
    extras, needed, wanted = LEVELS[level]
    if sys.version_info < OLDEST:
        _use_a_newer_python()
    missing = [need for need in (*needed, *wanted) if not is_there(need)]
    # A bubblewrap that is there and does not start is not mended by installing it.
    lacking = [need for need in missing if package(need) and not (need == "sandbox" and bubblewrap())]
    if lacking and may_install():
        try:
            install(lacking)
        except Stop as problem:
            say(str(problem))
        missing = [need for need in missing if not is_there(need)]
    without_rights = [need for need in missing if need in lacking and need in ("sandbox", "data") and _has_apt()]
    beyond_help = [need for need in missing if need in needed and need not in without_rights]
    if beyond_help:
        raise Stop(sentence(missing))
    if without_rights:
        make_environment()
        for need in without_rights:
            fetch_without_rights(need)
        missing = [need for need in missing if not is_there(need)]
        if any(need in needed for need in missing):
            raise Stop(sentence(missing))
    if missing:
        say(f"{sentence(missing)} {GOES_ON[level]}")
    if not is_ready(extras):
        make_environment()
        install_packages(extras)


def say(text: str) -> None:
    print(text, flush=True)


def _use_a_newer_python() -> None:
    """Go on in the newest Python of this machine that is new enough; never returns."""
    for minor in range(20, OLDEST[1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        if found:
            os.execv(found, [found, os.path.abspath(__file__), *sys.argv[1:]])
    raise Stop(
        f"Python {OLDEST[0]}.{OLDEST[1]} or later is needed, and this is {platform.python_version()}: install one, "
        "then say which, as in `make demo PYTHON=python3.12`."
    )


# ---- what the system has


def is_there(need: str) -> bool:
    """Whether the system has what is needed, so that it works."""
    return {
        "venv": lambda: _has_module("venv") and _has_module("ensurepip"),
        "sandbox": lambda: sandbox_problem() == "",
        "browser": lambda: any(map(shutil.which, BROWSERS)),
        "font": lambda: any(
            glob.glob(os.path.join(os.path.expanduser(place), "**", "DejaVuSans.ttf"), recursive=True)
            for place in ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
        ),
        "driver": lambda: not sys.platform.startswith("linux") or _has_library("libatomic.so.1"),
        "database": lambda: bool(glob.glob("/usr/lib/postgresql/*/bin/initdb") or shutil.which("initdb")),
        "mmdebstrap": lambda: bool(shutil.which("mmdebstrap")),
        "data": lambda: any(
            all(os.path.isfile(os.path.join(place, "fashion-mnist", name)) for name in FASHION_MNIST)
            for place in (*_own_data(), "/usr/share/datasets")
        ),
    }[need]()


def _has_module(name: str) -> bool:
    import importlib.util

    return importlib.util.find_spec(name) is not None


def _has_library(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _own_data() -> list[str]:
    """Where gancourse looks for data sets before the system's: see ``gancourse.data.places``."""
    chosen = os.environ.get("GANCOURSE_DATA")
    return [*([chosen] if chosen else []), os.path.join(ROOT, "data"), os.path.expanduser("~/.cache/gancourse")]


def bubblewrap() -> str:
    """The system's bwrap, or the one beside the environment (where the grader looks too), or ""."""
    beside = os.path.join(TOOLS, "bwrap")
    return shutil.which("bwrap") or (beside if os.access(beside, os.X_OK) else "")


def sandbox_problem() -> str:
    """Nothing where bubblewrap starts, else "missing" or what it says."""
    found = bubblewrap()
    if not found:
        return "missing"
    flags = ["--unshare-pid", "--unshare-net", "--ro-bind", "/", "/", "--dev", "/dev", "--", "/bin/true"]
    problem = ""
    # As root it starts without a user namespace where these are forbidden.
    for more in (["--unshare-user", "--proc", "/proc"], *([[]] if os.geteuid() == 0 else [])):
        try:
            done = subprocess.run(
                [found, *more, *flags], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=10, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            problem = str(error)
            continue
        if done.returncode == 0:
            return ""
        problem = done.stderr.decode("utf-8", "replace").strip().replace("\n", "; ") or f"exit {done.returncode}"
    return problem


def manager() -> str:
    """The system's package manager, or ""."""
    return next((name for name in INSTALL if shutil.which(name)), "")


def package(need: str) -> str:
    """The system's package for a need, or ""."""
    return NEEDS[need][1].get(manager(), "")


def sentence(missing: list[str]) -> str:
    """What is missing, and the exact command that brings it."""
    names = [NEEDS[need][0] for need in missing]
    if "sandbox" in missing and bubblewrap():
        blocked = (
            f"bubblewrap is there but does not start here ({sandbox_problem()}): user namespaces have to be allowed "
            "(most containers allow none; on Ubuntu: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0)."
        )
        rest = [need for need in missing if need != "sandbox"]
        return f"{sentence(rest)} And {blocked}" if rest else blocked[0].upper() + blocked[1:]
    packages = [package(need) for need in missing if package(need)]
    text = f"{_joined(names)} {'is' if len(names) == 1 else 'are'} missing here"
    if packages:
        sudo = "" if os.geteuid() == 0 else "sudo "
        # A fresh system knows no package yet.
        first = f"{sudo}apt-get update && " if manager() == "apt-get" and not _apt_knows_packages() else ""
        text += f": {first}{sudo}{INSTALL[manager()]} {' '.join(packages)}"
    if "data" in missing and not package("data"):
        places = "data/fashion-mnist or ~/.cache/gancourse/fashion-mnist"
        text += f"{', and' if packages else ':'} put the four .gz files of Fashion-MNIST into {places}"
    elif not packages:
        text += ": install it with your system's package manager" if sys.platform == "linux" else " (it needs Linux)"
    return text + "."


def _apt_knows_packages() -> bool:
    try:
        return any("_Packages" in name for name in os.listdir(APT_LISTS))
    except OSError:
        return False


def _joined(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


# ---- bring what is missing


def _has_apt() -> bool:
    return bool(shutil.which("apt-get") and shutil.which("dpkg-deb"))


def may_install() -> bool:
    """Whether apt may be used: as root, or by a sudo that asks for no password."""
    if not _has_apt():
        return False
    if os.geteuid() == 0:
        return True
    return bool(shutil.which("sudo")) and subprocess.call(["sudo", "-n", "true"], stderr=subprocess.DEVNULL) == 0


def install(needs: list[str]) -> None:
    """Install the packages of these needs with apt."""
    packages = [package(need) for need in needs]
    apt = [*(["sudo", "-n"] if os.geteuid() else []), "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-y", "-q"]
    label = f"Installing {_joined([NEEDS[need][0] for need in needs])} with apt"
    run_quietly([*apt, "update"], "Reading apt's lists")
    run_quietly(
        [*apt, "install", "--no-install-recommends", *packages], label, counted=r"(?:Get:|Unpacking |Setting up )"
    )


def fetch_without_rights(need: str) -> None:
    """Unpack a need's Debian package where nobody's rights are needed; leaves things as they are where that fails."""
    with tempfile.TemporaryDirectory() as folder:
        own = [f"Dir::State={folder}/state", f"Dir::Cache={folder}/cache", "Dir::State::status=/var/lib/dpkg/status"]
        apt = ["apt-get", "-q", *(part for text in own for part in ("-o", text))]
        os.makedirs(f"{folder}/state/lists/partial")
        os.makedirs(f"{folder}/cache/archives/partial")
        try:
            # With the system's lists, else with lists of one's own.
            try:
                run_quietly(["apt-get", "-q", "download", package(need)], f"Fetching {NEEDS[need][0]}", cwd=folder)
            except Stop:
                run_quietly([*apt, "update"], "Reading apt's lists")
                run_quietly([*apt, "download", package(need)], f"Fetching {NEEDS[need][0]}", cwd=folder)
            (deb,) = glob.glob(f"{folder}/*.deb")
            subprocess.run(["dpkg-deb", "--extract", deb, f"{folder}/files"], check=True)
        except (Stop, ValueError, subprocess.CalledProcessError):
            return
        if need == "sandbox":
            os.makedirs(TOOLS, exist_ok=True)
            shutil.copy(f"{folder}/files/usr/bin/bwrap", os.path.join(TOOLS, "bwrap.part"))
            os.replace(os.path.join(TOOLS, "bwrap.part"), os.path.join(TOOLS, "bwrap"))
            if sandbox_problem():
                os.remove(os.path.join(TOOLS, "bwrap"))
        else:
            place = os.path.join(
                os.environ.get("GANCOURSE_DATA") or os.path.expanduser("~/.cache/gancourse"), "fashion-mnist"
            )
            os.makedirs(place, exist_ok=True)
            for name in FASHION_MNIST:
                shutil.copy(f"{folder}/files/usr/share/datasets/fashion-mnist/{name}", f"{place}/{name}.part")
                os.replace(f"{place}/{name}.part", f"{place}/{name}")


# ---- the environment


def fingerprint() -> str:
    """What the environment is made from: when this changes, it is brought up to date."""
    found = hashlib.sha256(f"{ROOT} {sys.version_info[:2]} {os.path.realpath(sys.executable)}".encode())
    for name in ("lock.txt", "pyproject.toml", "course/pyproject.toml", "course/VERSION"):
        with open(os.path.join(ROOT, name), "rb") as file:
            found.update(file.read())
    return found.hexdigest()


def _stamp(extras: tuple[str, ...]) -> str:
    return os.path.join(VENV, "-".join([".ready", *extras]))


def is_ready(extras: tuple[str, ...]) -> bool:
    """Whether the environment has what these extras need, from the files as they are now, and PyTorch as asked for."""
    wanted = os.environ.get("TORCH_INDEX")
    if wanted is not None and wanted != _read(os.path.join(VENV, ".torch-index")):
        return False
    # What has the tests' packages has everybody's.
    return fingerprint() in (_read(_stamp(extras)), _read(_stamp(LEVELS["test"][0])))


def _read(path: str) -> str:
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except OSError:
        return ""


def _write(path: str, text: str) -> None:
    with open(path + ".part", "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(path + ".part", path)


def make_environment() -> None:
    """Make ``.venv`` where there is none, or where the one that is there is another Python's or was moved."""
    made_for = json.dumps([VENV, os.path.realpath(sys.executable), platform.python_version()])
    mark = os.path.join(VENV, ".made-for")
    if _read(mark) == made_for and os.access(PYTHON, os.X_OK):
        return
    if os.path.islink(VENV):
        os.unlink(VENV)
    for entry in os.scandir(VENV) if os.path.isdir(VENV) else ():
        # The tools are no part of the environment.
        if entry.path != TOOLS and entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path)
        elif entry.path != TOOLS:
            os.remove(entry.path)
    run_quietly([sys.executable, "-m", "venv", VENV], "Making the environment .venv")
    _write(mark, made_for)


def install_packages(extras: tuple[str, ...]) -> None:
    """Install PyTorch, everything else with the lock's versions and hashes, then both packages of this checkout."""
    settings = pip_settings(PYTHON)
    install_torch(settings)
    wanted = packages_of(_read(os.path.join(ROOT, "lock.txt")), extras)
    chosen = os.path.join(VENV, "-".join(["requirements", *extras]) + ".txt")
    _write(chosen, "".join(wanted.values()))
    locked = ["--no-deps", "--require-hashes", "--requirement", chosen]
    # Built with the lock's setuptools, which PyTorch needs too.
    ours = ["--no-deps", "--no-build-isolation", "--editable", "./course", "--editable", "."]
    uv = shutil.which("uv")
    if uv:
        # It does not read pip's settings, and looks no further than the first index that has a name. That guards
        # against a stranger's file under a known name; here the hashes do.
        env = {"UV_INDEX_STRATEGY": "unsafe-best-match", **os.environ, **uv_settings(settings)}
        command = [uv, "pip", "install", "--quiet", "--python", PYTHON]
        run_quietly([*command, *locked], f"Installing {len(wanted)} packages with uv", env=env)
        run_quietly([*command, *ours], "Installing the course and the autograder", env=env)
    else:
        label = f"Installing {len(wanted)} packages with pip"
        run_quietly([*_pip(), *locked], label, counted=r"^(Collecting|Processing) ")
        run_quietly([*_pip(), *ours], "Installing the course and the autograder")
    # Students' code runs where nothing can be written: what is not compiled now is compiled there again and again.
    places = [*glob.glob(os.path.join(VENV, "lib", "python3*", "site-packages")), "course/gancourse", "autograder"]
    compileall = [PYTHON, "-m", "compileall", "-qq", "-j", "0", "-x", r"[/\\](tests?|testing)[/\\]", *places]
    run_quietly(compileall, "Compiling", may_fail=True)
    _write(_stamp(extras), fingerprint())


def _pip() -> list[str]:
    flags = ["--disable-pip-version-check", "--no-input", "--progress-bar", "off", "--no-compile"]
    return [PYTHON, "-m", "pip", "install", *flags]


def packages_of(lock: str, extras: tuple[str, ...]) -> dict[str, str]:
    """The entries of the lock, by name, that the two packages and these extras need.

    The lock says of each package what needs it ("# via …"), so what is needed follows from what is declared.
    """
    entries = {_name(entry): entry for entry in re.split(r"^(?=[a-z0-9])", lock, flags=re.MULTILINE)[1:]}
    via = {
        name: set(re.sub(r"[#\s]+", " ", entry.partition("# via")[2]).replace(",", " ").split())
        for name, entry in entries.items()
    }
    needed = declared(extras)
    while True:
        more = {name for name, parents in via.items() if parents & needed} - needed
        if not more:
            return {name: entry for name, entry in entries.items() if name in needed}
        needed |= more


def declared(extras: tuple[str, ...]) -> set[str]:
    """The names that the two packages declare: always, for the course and its images, and for these extras."""
    import tomllib

    names: set[str] = set()
    for path in ("pyproject.toml", "course/pyproject.toml"):
        project = tomllib.loads(_read(os.path.join(ROOT, path)))["project"]
        more = project.get("optional-dependencies", {})
        lists = [project["dependencies"], *(more.get(extra, []) for extra in ("course", "images", *extras))]
        names |= {_name(text) for texts in lists for text in texts}
    return names


def _name(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    return re.sub(r"[-_.]+", "-", found.group()).lower() if found else ""


def pip_settings(python: str) -> dict[str, str]:
    """pip's settings from its files and variables, as this Python's pip has them: find-links, index-url, …"""
    command = [python, "-m", "pip", "--disable-pip-version-check", "config", "list"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    settings: dict[str, str] = {}
    for line in done.stdout.splitlines():
        key, _, value = line.partition("=")
        section, _, name = key.rpartition(".")
        if value and (section == ":env:" or name not in settings):
            settings[name.replace("_", "-")] = str(ast.literal_eval(value))
    return settings


def uv_settings(settings: dict[str, str]) -> dict[str, str]:
    """The same places for uv, where no variable of uv's says otherwise."""
    names = {
        "find-links": "UV_FIND_LINKS",
        "index-url": "UV_DEFAULT_INDEX",
        "extra-index-url": "UV_INDEX",
        "no-index": "UV_NO_INDEX",
        "cert": "SSL_CERT_FILE",
        "default-timeout": "UV_HTTP_TIMEOUT",
    }
    found = {theirs: settings[ours] for ours, theirs in names.items() if ours in settings and theirs not in os.environ}
    if "UV_FIND_LINKS" in found:
        found["UV_FIND_LINKS"] = ",".join(found["UV_FIND_LINKS"].split())
    return found


def install_torch(settings: dict[str, str]) -> None:
    """Install the pinned PyTorch: on Linux without a graphics card its build for processors.

    TORCH_INDEX says otherwise: an address of PyTorch's for another build, or nothing for what pip finds.
    """
    import tomllib

    (pin,) = tomllib.loads(_read(os.path.join(ROOT, "pyproject.toml")))["tool"]["lock"]["outside"]
    asked = os.environ.get("TORCH_INDEX")
    kept = os.path.join(VENV, ".torch-index")
    there = installed_torch()
    if there == pin and (asked is None or asked == _read(kept)):
        return
    again = ["--force-reinstall"] if there else []
    index = asked if asked is not None else TORCH_FOR_CPU if _is_linux_without_gpu() else ""
    if index and asked is None and ("no-index" in settings or not _answers(index)):
        say("PyTorch's own downloads cannot be reached from here: its build comes from where pip looks.")
        index = ""
    if index:
        # Only torch is looked for there: everything else comes with the lock's hashes.
        command = [*_pip(), "--index-url", index, "--no-deps", *again, pin]
    else:
        command = [*_pip(), "--constraint", os.path.join(ROOT, "constraints.txt"), *again, pin]
    run_quietly(command, "Installing PyTorch")
    if asked is not None:
        _write(kept, asked)


def installed_torch() -> str:
    """The environment's PyTorch as a pin, whatever its build, or ""."""
    code = "import importlib.metadata as m; print('torch==' + m.version('torch').partition('+')[0])"
    return subprocess.run([PYTHON, "-c", code], capture_output=True, text=True, check=False).stdout.strip()


def _is_linux_without_gpu() -> bool:
    devices = [*glob.glob("/dev/nvidia[0-9]*"), *glob.glob("/dev/kfd"), *glob.glob("/dev/dxg")]
    return sys.platform == "linux" and not devices and not shutil.which("nvidia-smi")


def _answers(address: str) -> bool:
    try:
        request = urllib.request.Request(address.rstrip("/") + "/torch/", method="HEAD")
        with urllib.request.urlopen(request, timeout=5):
            return True
    except (OSError, ValueError):
        return False


# ---- quiet, with progress


def run_quietly(
    command: list[str],
    label: str,
    counted: str = "",
    env: dict[str, str] | None = None,
    cwd: str = ROOT,
    may_fail: bool = False,
) -> None:
    """Run a command with one line of progress instead of what it prints; that is shown where it fails.

    Raises:
        Stop: the command failed.
    """
    lines: deque[str] = deque(maxlen=30)
    count = 0
    started = time.monotonic()
    process = subprocess.Popen(
        command,
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )

    def read() -> None:
        nonlocal count
        for line in process.stdout or ():
            lines.append(line.rstrip())
            count += bool(counted and re.search(counted, line))

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    live = sys.stdout.isatty()
    told = started
    try:
        while True:
            try:
                process.wait(timeout=0.5)
                break
            except subprocess.TimeoutExpired:
                now = time.monotonic()
                state = f"{label} … {f'{count} so far, ' if count else ''}{now - started:.0f} s"
                if live:
                    print(f"\r{state}\033[K", end="", flush=True)
                elif now - told > 20:
                    told = now
                    say(state)
    except BaseException:
        process.terminate()
        process.wait()
        raise
    reader.join()
    seconds = time.monotonic() - started
    if live:
        print("\r\033[K", end="", flush=True)
    if process.returncode and not may_fail:
        raise Stop("\n".join([*lines, f"{label} failed: see the lines above, mend what they say and run this again."]))
    if seconds > 2:
        say(f"{label} … done in {seconds:.0f} s")


if __name__ == "__main__":
    try:
        if len(sys.argv) != 2 or sys.argv[1] not in LEVELS:
            raise Stop(f"Usage: python3 tools/setup.py {'|'.join(LEVELS)}")
        main(sys.argv[1])
    except Stop as stop:
        print(stop, file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        print("\nInterrupted: run the same command again, and it goes on.", file=sys.stderr)
        sys.exit(130)
