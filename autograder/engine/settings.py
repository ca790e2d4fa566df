"""What an instructor can set for the engine, in ``nbgrader_config.py``: ``c.GradingEngine.memory_mib = 4096``."""

from __future__ import annotations

from traitlets import Bool, Int, List, Unicode
from traitlets.config import Config, Configurable


class GradingEngine(Configurable):
    """Limits of one submission, and what the warm process imports."""

    imports = List(
        Unicode(),
        [
            *("numpy", "matplotlib", "matplotlib.pyplot", "matplotlib_inline.backend_inline", "scipy.stats", "sympy"),
            *("scipy.special", "scipy.spatial.distance", "torch", "ipywidgets", "gancourse.check", "gancourse.widgets"),
            *("gancourse.plots", "gancourse.check.spies", "pandas", "inside.sympy_codec"),
        ],
        help="Modules that are imported once, before the first submission; those that are not installed are left out.",
    ).tag(config=True)
    cell_seconds = Int(60, min=1, help="Wall time of one cell, and of one call of a test.").tag(config=True)
    submission_seconds = Int(300, min=1, help="Wall time of one submission.").tag(config=True)
    stage_seconds = Int(
        60, min=1, help="Wall time of each stage beside the run itself: reading, repairing, analysing, writing, a page."
    ).tag(config=True)
    cpu_seconds = Int(300, min=1, help="Processor time of one submission, all its processes together.").tag(config=True)
    memory_mib = Int(2048, min=64, help="Memory of one submission beyond what is imported, in MiB.").tag(config=True)
    disk_mib = Int(256, min=1, help="Size of a submission's temporary folder, in MiB.").tag(config=True)
    processes = Int(64, min=2, help="Processes and threads of one submission.").tag(config=True)
    output_characters = Int(1_000_000, min=1000, help="Characters of output kept of one cell.").tag(config=True)
    reply_bytes = Int(1 << 26, min=1 << 16, help="Bytes of the largest value that a test may be handed.").tag(
        config=True
    )
    outputs_mib = Int(20, min=1, help="Outputs kept of a whole notebook, in MiB; the rest is dropped.").tag(config=True)
    notebook_mib = Int(512, min=1, help="Larger submitted files are not read, in MiB.").tag(config=True)
    every_cell = Bool(
        False,
        help="Run also the author's unchanged demonstration cells, which no test needs, for their outputs.",
    ).tag(config=True)


def from_config(config: Config) -> GradingEngine:
    """The settings of a course folder; nbgrader's own time limit of a cell holds where ours is not set."""
    settings = GradingEngine(config=config)
    limit = config.Execute.get("timeout")
    if "cell_seconds" not in config.GradingEngine and isinstance(limit, int) and limit > 0:
        settings.cell_seconds = limit
    return settings
