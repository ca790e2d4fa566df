"""What the papers of the project name exists, and what is generated is what its generator makes now."""

from __future__ import annotations

import importlib.util
import re
import shlex
from pathlib import Path

import pytest
from conftest import ROOT

PAPERS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *ROOT.glob("*/README.md")])
# Where a path in backticks may start.
BASES = (
    "",
    "course",
    "course/gancourse",
    "course/gancourse/check",
    "autograder",
    "autograder/engine",
    "autograder/engine/inside",
    "solutions/01-cross-entropy",
)
PLACEHOLDER = re.compile(r"[<>*…{}]|NN")


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_and_paths_lead_somewhere(paper: Path) -> None:
    text = paper.read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:|#|mailto:|attachment:)([^)#]+)", text)
    assert [link for link in links if not (paper.parent / link).exists()] == []
    named = re.findall(r"`([\w./-]+/[\w./-]*|[\w/-]+\.(?:py|md|toml|txt|yml))`", text)
    generated = (
        *("build/", "submitted", "autograded", "feedback", "reports/", "runs/", "data/", "source/", "release/"),
        *("gradebook", "timestamp.txt", ".autograder/", ".gancourse/", "/etc/"),
    )
    lost = [
        path
        for path in named
        if not PLACEHOLDER.search(path)
        and not path.startswith(generated)
        and not any((ROOT / base / path).exists() for base in BASES)
        and not (paper.parent / path).exists()
    ]
    assert lost == []


def test_the_page_of_settings_is_what_the_settings_say() -> None:
    spec = importlib.util.spec_from_file_location("configuration_docs", ROOT / "tools" / "configuration_docs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.PLACE.read_text(encoding="utf-8") == module.page(), "run `make docs`"
    assert module.NBGRADER_PLACE.read_text(encoding="utf-8") == module.nbgrader_page(), "run `make docs`"


def commands(paper: Path) -> list[list[str]]:
    """The commands in a paper's blocks of shell."""
    blocks = re.findall(r"^```sh\n(.*?)^```", paper.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return [shlex.split(line, comments=True) for block in blocks for line in block.splitlines() if line.strip()]


def test_the_commands_for_a_cluster_are_commands_with_these_options() -> None:
    from distributed.cli import dask_scheduler, dask_worker
    from typer.main import get_command

    from autograder.cli import app

    known = {
        "autograder": dict(get_command(app).commands),
        "dask": {"scheduler": dask_scheduler.main, "worker": dask_worker.main},
    }
    found = commands(ROOT / "docs" / "cluster.md")
    assert {line[0] for line in found} == set(known)
    for program, name, *arguments in found:
        options = {option for one in known[program][name].params for option in (*one.opts, *one.secondary_opts)}
        assert {one for one in arguments if one.startswith("--")} <= options, (program, name)
    assert {line[1] for line in found if line[0] == "autograder"} == {"grade", "cluster-key"}
