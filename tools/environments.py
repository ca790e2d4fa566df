"""The versions of everything: ``lock.txt`` from the two ``pyproject.toml``, and three files from the lock.

``make lock`` resolves anew for all platforms (it needs the network and uv); pins of the old lock stay where they fit.
Without an argument this writes what follows from the lock:

- ``constraints.txt``, for whoever installs with pip or uv by hand;
- ``environment.yml``, for conda on any system;
- ``environment-linux.yml``, the same with bubblewrap.

``torch`` is outside the lock: its file differs from machine to machine (CPU, CUDA, ROCm); ``tools/setup.py`` chooses.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PROJECTS = ("pyproject.toml", "course/pyproject.toml")
LOCK = "lock.txt"
HEAD = "# All platforms, with hashes; `make lock` writes this file. torch is outside: tools/setup.py chooses its build."
PYTHON = "3.11"
# Extras that whoever works with the course has no use for.
DEVELOPERS_ONLY = {"lock", "site"}
CONDA_NAMES = {
    "jupyter-client": "jupyter_client",
    "jupyter-core": "jupyter_core",
    "msgpack": "msgpack-python",
    "prometheus-client": "prometheus_client",
    "torch": "pytorch",
}
NOT_ON_CONDA = {
    *("axe-playwright-python", "canvasapi", "dicebear-core", "dicebear-styles", "playwright", "pyseccomp", "resvg-py"),
}


def declared(root: Path = ROOT, without: Iterable[str] = ()) -> dict[str, Requirement]:
    """What the two distributions and their extras ask for, by name, without each other and without some extras."""
    found: dict[str, Requirement] = {}
    for path in PROJECTS:
        project = _toml(root / path)["project"]
        extras = project.get("optional-dependencies", {})
        lists = [project["dependencies"], *(texts for name, texts in extras.items() if name not in without)]
        for one in (Requirement(text) for texts in lists for text in texts):
            found[canonicalize_name(one.name)] = one
    return {name: one for name, one in sorted(found.items()) if name != "gancourse"}


def outside(root: Path = ROOT) -> dict[str, str]:
    """The pins that are not in the lock, by name."""
    pins = _toml(root / "pyproject.toml")["tool"]["lock"]["outside"]
    return dict(pin.split("==") for pin in pins)


def locked(text: str) -> dict[str, str]:
    """Name → version of every package in a lock."""
    lines = [line.split(";")[0].rstrip(" \\") for line in text.splitlines() if line[:1].isalnum()]
    return {canonicalize_name(name): version.strip() for name, version in (line.split("==") for line in lines)}


def generated(root: Path = ROOT) -> dict[str, str]:
    """The files that follow from the lock, by name."""
    pins = locked((root / LOCK).read_text(encoding="utf-8")) | outside(root)
    wanted = {name: pins[name] for name in declared(root, DEVELOPERS_ONLY)}
    return {
        "constraints.txt": _constraints(pins),
        "environment.yml": _environment(wanted, "environment.yml"),
        "environment-linux.yml": _environment(wanted, "environment-linux.yml", ["bubblewrap"]),
    }


def _constraints(pins: Mapping[str, str]) -> str:
    head = (
        "# The exact versions that everything here is tested with (Python 3.11 and later).\n"
        "# `make lock` writes this file from lock.txt, which has the hashes too.\n"
    )
    return head + "".join(f"{name}=={version}\n" for name, version in sorted(pins.items()))


def _environment(pins: Mapping[str, str], file: str, more: Iterable[str] = ()) -> str:
    head = [
        f"# For conda users: conda env create -f {file}",
        "# `make lock` writes this file from lock.txt: the same versions.",
        "name: gan-mathematics",
        "channels:",
        "  - conda-forge",
        "dependencies:",
        f"  - python={PYTHON}",
        "  - pip",
        *(f"  - {name}" for name in more),
    ]
    conda = [f"  - {CONDA_NAMES.get(name, name)}={pins[name]}" for name in pins if name not in NOT_ON_CONDA]
    pip = [f"      - {name}=={pins[name]}" for name in pins if name in NOT_ON_CONDA]
    tail = ["  - pip:", *pip, "      - --editable ./course", "      - --editable ."]
    return "\n".join([*head, *conda, *tail]) + "\n"


def resolve(root: Path = ROOT) -> None:
    """Write the lock with uv, for every platform and Python; versions of the old lock stay where they fit."""
    # Without being told, uv would lock the libraries of one of torch's builds.
    metadata = "".join(
        f'[[dependency-metadata]]\nname = "{name}"\nversion = "{version}"\n'
        f"requires-dist = {_needs_of_every_build(name)}\n"
        for name, version in outside(root).items()
    )
    requirements = [*map(str, declared(root).values()), *(f"{name}=={v}" for name, v in outside(root).items())]
    with tempfile.TemporaryDirectory() as folder:
        settings, wanted = Path(folder, "uv.toml"), Path(folder, "requirements.in")
        settings.write_text(metadata, encoding="utf-8")
        wanted.write_text("\n".join(requirements) + "\n", encoding="utf-8")
        command = [Path(sys.executable).with_name("uv"), "pip", "compile", wanted, "--config-file", settings]
        command += ["--universal", "--generate-hashes", "--python-version", PYTHON, "--no-header"]
        command += ["--no-emit-index-url", "--no-emit-find-links", "--annotation-style", "line", "--quiet"]
        command += [part for name in outside(root) for part in ("--no-emit-package", name)]
        subprocess.run([*map(str, command), "--output-file", LOCK], cwd=root, check=True, stdout=subprocess.DEVNULL)
    path = root / LOCK
    lines = path.read_text(encoding="utf-8").replace(f"-r {wanted}", "pyproject.toml").splitlines()
    kept = [line for line in lines if not line.startswith("#")]
    path.write_text("\n".join([HEAD, *kept]) + "\n", encoding="utf-8")


def _needs_of_every_build(name: str) -> list[str]:
    """What the installed build of a package needs, without the libraries that only some builds bring."""
    texts = importlib.metadata.requires(name) or []
    return [text for text in texts if "extra ==" not in text and not text.startswith(("nvidia-", "cuda-", "triton"))]


def _toml(path: Path) -> dict:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def main() -> None:
    """Resolve, or write what follows from the lock."""
    parser = argparse.ArgumentParser(description="Write constraints.txt and the conda environments from lock.txt.")
    parser.add_argument("--resolve", action="store_true", help="make lock.txt anew first (uv, network)")
    if parser.parse_args().resolve:
        resolve()
    for name, text in generated().items():
        (ROOT / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
