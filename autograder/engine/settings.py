"""What an instructor can set for the engine, in ``nbgrader_config.py``: ``c.GradingEngine.memory_mib = 4096``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields

from traitlets import Any, Bool, Dict, Enum, Int, List, Tuple, Unicode
from traitlets.config import Config, Configurable

from autograder.engine.inside.limits import Limits

# A machine that lacks some of these is nothing to tell anybody.
OWN_IMPORTS = (
    *("numpy", "matplotlib", "matplotlib.pyplot", "matplotlib_inline.backend_inline", "scipy.stats", "sympy"),
    *("scipy.special", "scipy.spatial.distance", "torch", "ipywidgets", "gancourse.check", "gancourse.widgets"),
    *("gancourse.plots", "gancourse.check.spies", "pandas", "inside.sympy_codec", "torch._dynamo"),
)
# What the course needs of SciPy: its statistics alone take a second to import.
_OF_SCIPY = ("scipy.special", "scipy.spatial.distance")
# What else is imported where one of them is.
_WITH = {
    "numpy": (),
    "matplotlib": ("matplotlib_inline",),
    "scipy": (),
    "sympy": ("inside",),
    "torch": (),
    "ipywidgets": (),
    "gancourse": (*("numpy", "matplotlib", "matplotlib_inline", "ipywidgets"), *_OF_SCIPY),
    "pandas": (),
}
# The first optimiser of a process imports it, which takes as long as PyTorch itself.
_OF_OPTIMISERS = "torch._dynamo"
_OPTIMISES = re.compile(r"\boptim\b|\boptimi[sz]er|\bopt_")
_IMPORTED = re.compile(rf"\b(?:import|from)\s+({'|'.join(_WITH)})\b")


# nbgrader's step that runs cells has its own name and those of the two classes below it.
SECTIONS = ("Execute", "ExecutePreprocessor", "NotebookClient")


class GradingEngine(Configurable):
    """Limits of one submission, and what the warm process imports."""

    tests = Dict(
        key_trait=Unicode(),
        value_trait=Enum(("auto", "judge", "in-student")),
        help="Where the test cells of an assignment run, by its name; 'auto' for those that are not named: judged "
        "outside the student's process where the instructor's own solution can be, else inside.",
    ).tag(config=True)
    python = Unicode(
        "",
        help="The Python that students' code runs in, with the packages of its environment: its path, or the folder "
        "of the environment. Where none is named, that of the notebook's kernel, if it is one of this machine's; "
        "else that of this command.",
    ).tag(config=True)
    imports = List(
        Unicode(),
        list(OWN_IMPORTS),
        help="Modules that are imported once, before the first submission; those that are not installed are left out.",
    ).tag(config=True)
    cell_seconds = Int(60, min=1, help="Processor time of one cell, and of one call of a test.").tag(config=True)
    cell_wall_seconds = Int(
        180,
        min=1,
        help="Wall time of one cell, and of all calls of a test, whatever they wait for: the second limit, which a "
        "neighbour's load must not reach. Three times cell_seconds where only that is set.",
    ).tag(config=True)
    submission_seconds = Int(300, min=1, help="Wall time of one submission.").tag(config=True)
    stage_seconds = Int(
        60, min=1, help="Wall time of each stage beside the run itself: reading, repairing, analysing, writing, a page."
    ).tag(config=True)
    cpu_seconds = Int(300, min=1, help="Processor time of one submission, all its processes together.").tag(config=True)
    memory_mib = Int(2048, min=64, help="Memory of one submission beyond what is imported, in MiB.").tag(config=True)
    disk_mib = Int(256, min=1, help="Size of a submission's temporary folder, in MiB.").tag(config=True)
    processes = Int(128, min=2, help="Processes and threads of one submission.").tag(config=True)
    output_characters = Int(1_000_000, min=1000, help="Characters of output kept of one cell.").tag(config=True)
    reply_bytes = Int(1 << 26, min=1 << 16, help="Bytes of the largest value that a test may be handed.").tag(
        config=True
    )
    outputs_mib = Int(20, min=1, help="Outputs kept of a whole notebook, in MiB; the rest is dropped.").tag(config=True)
    notebook_mib = Int(512, min=1, help="Larger submitted files are not read, in MiB.").tag(config=True)
    counterexample_seconds = Int(
        30,
        min=0,
        help="Wall time for finding small cases that a submission gets wrong, to be shown where no misconception was "
        "recognised; 0 for none.",
    ).tag(config=True)
    judge_mib = Int(4096, min=256, help="Memory that the judge of a submission may use, in MiB.").tag(config=True)
    judge_grace_seconds = Int(
        60, min=1, help="Wall time that the judge of a submission gets beyond twice submission_seconds."
    ).tag(config=True)
    network = Bool(
        False,
        help="Let students' code reach the network: that of this machine, and whatever else listens on it.",
    ).tag(config=True)
    private = List(
        Unicode(),
        [],
        help="Further paths that students' code must not see, wherever they lie. The course, your home folder, the "
        "gradebook and the exchange it never sees.",
    ).tag(config=True)
    every_cell = Bool(
        False,
        help="Run also the author's unchanged demonstration cells, which no test needs, for their outputs.",
    ).tag(config=True)

    hidden_tests = Tuple(
        Unicode(),
        Unicode(),
        default_value=("BEGIN HIDDEN TESTS", "END HIDDEN TESTS"),
        help="What stands in the lines around hidden tests; nbgrader's own setting holds where this one is not set.",
    ).tag(config=True)
    readable_folders = List(
        Unicode(), help="Folders that students' code may read, besides Python and its libraries."
    ).tag(config=True)
    environment = Dict(
        key_trait=Unicode(), value_trait=Unicode(), help="Variables of the environment that students' code finds."
    ).tag(config=True)

    # What stands in the lines around the instructor's solutions: nbgrader's own setting.
    solution_delimiters = Tuple(Unicode(), Unicode(), default_value=("BEGIN SOLUTION", "END SOLUTION"))

    # nbgrader's own setting: given a cell, the seconds that it has.
    timeout_func = Any(None, allow_none=True)
    # What the judge's processes add to their nice value: whoever has time lets others go first.
    niceness = 0

    def imports_for(self, texts: Iterable[str]) -> list[str]:
        """What to import for notebooks with these texts: what they import, and what the instructor has named.

        Args:
            texts: of the notebooks, as they lie in their files; read until everything is wanted.
        """
        if tuple(self.imports) != OWN_IMPORTS:
            return self.imports
        imported: set[str] = set()
        for text in texts:
            imported.update(_IMPORTED.findall(text))
            if "torch" in imported and _OPTIMISES.search(text):
                imported.add(_OF_OPTIMISERS)
            if len(imported) > len(_WITH):
                break
        wanted = imported.union(*(_WITH.get(name, ()) for name in imported))
        unwanted = {_OF_OPTIMISERS} - wanted
        return [name for name in OWN_IMPORTS if wanted & {name, name.partition(".")[0]} and name not in unwanted]

    def shorten(self, seconds: int) -> None:
        """Nothing has more processor time than that from now on, or more wall time than three times that."""
        for name in ("cell_seconds", "cpu_seconds", "counterexample_seconds"):
            setattr(self, name, min(getattr(self, name), seconds))
        # As elsewhere: the second limit, which a neighbour's load must not reach.
        for name in ("cell_wall_seconds", "submission_seconds"):
            setattr(self, name, min(getattr(self, name), 3 * seconds))

    def limits(self) -> Limits:
        """The limits as plain data, which the student's side understands too."""
        return Limits(**{limit.name: getattr(self, limit.name) for limit in fields(Limits)})


def from_config(config: Config) -> GradingEngine:
    """The settings of a course folder; nbgrader's own time limit of a cell holds where ours is not set."""
    settings = GradingEngine(config=config)
    limits = [config[section].get("timeout") for section in SECTIONS]
    limit = next((one for one in limits if isinstance(one, int)), None)
    if "cell_seconds" not in config.GradingEngine and limit is not None:
        # nbgrader's word for "no limit" is -1: here a submission as a whole has one.
        settings.cell_seconds = limit if limit > 0 else settings.submission_seconds
    functions = [config[section].get("timeout_func") for section in SECTIONS]
    settings.timeout_func = next((one for one in functions if callable(one)), None)
    if "cell_wall_seconds" not in config.GradingEngine:
        settings.cell_wall_seconds = 3 * settings.cell_seconds
    delimiters = config.ClearHiddenTests
    if "hidden_tests" not in config.GradingEngine:
        begin, end = settings.hidden_tests
        settings.hidden_tests = (
            str(delimiters.get("begin_test_delimeter", begin)),
            str(delimiters.get("end_test_delimeter", end)),
        )
    begin, end = settings.solution_delimiters
    solutions = config.ClearSolutions
    settings.solution_delimiters = (
        str(solutions.get("begin_solution_delimeter", begin)),
        str(solutions.get("end_solution_delimeter", end)),
    )
    for name in ("submission_seconds", "cpu_seconds"):
        if name not in config.GradingEngine:
            setattr(settings, name, max(getattr(settings, name), 5 * settings.cell_seconds))
    return settings
