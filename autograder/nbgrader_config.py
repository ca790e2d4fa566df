"""nbgrader's configuration for this course. ``nbgrader_config.py`` in a course folder loads it."""

import os
import secrets
import sys
from pathlib import Path

from autograder.hidden.seed import SEED_VARIABLE

c = get_config()  # noqa: F821 - nbgrader provides it

# nbgrader starts `alembic` by name; it lies beside this Python, also where the environment is not activated.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])

c.CourseDirectory.course_id = "gan-mathematics"
c.CourseDirectory.source_directory = "build/source"
c.CourseDirectory.release_directory = "course"

# Names, not classes: importing nbgrader takes seconds, and whoever only reads settings need not wait.

# Solution commentary is for instructors: cells with this tag never reach a release.
c.TagRemovePreprocessor.enabled = True
c.TagRemovePreprocessor.remove_cell_tags = ("commentary",)
c.GenerateAssignment.preprocessors = [
    "nbconvert.preprocessors.TagRemovePreprocessor",
    "nbgrader.preprocessors.IncludeHeaderFooter",
    "nbgrader.preprocessors.InstantiateTests",
    "nbgrader.preprocessors.LockCells",
    "nbgrader.preprocessors.ClearSolutions",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.CheckCellMetadata",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.SaveCells",
    "nbgrader.preprocessors.ClearHiddenTests",
    "nbgrader.preprocessors.ClearMarkScheme",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# Hidden inputs are drawn from a seed that is chosen when grading starts; RecordSeed writes it into graded notebooks.
os.environ.setdefault(SEED_VARIABLE, str(secrets.randbits(32)))

# The exchange is a drop box that every student can write to; nbgrader's own collector follows links in it.
c.ExchangeFactory.collect = "autograder.grading.exchange_plugin.SafeCollect"
# nbgrader's own stops at the first submission that did not come through the exchange.
c.ExchangeFactory.release_feedback = "autograder.grading.exchange_plugin.SafeReleaseFeedback"

# Students choose names; a spreadsheet runs what starts like a formula.
c.ExportApp.plugin_class = "autograder.grading.csv_export.SafeCsvExport"

# A test cell that students deleted comes back.
c.OverwriteCells.add_missing_cells = True
c.Execute.timeout = 60
# A kernel's own remarks on its transport would go to the instructor's terminal, once for each submission.
c.Execute.extra_arguments = ["--log-level=ERROR"]
c.Autograde.autograde_preprocessors = [
    "nbgrader.preprocessors.Execute",
    # nbgrader gives 0 points for any text on stderr, also for a harmless warning in a right answer.
    "autograder.grading.preprocessors.StderrNotScored",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "autograder.grading.preprocessors.RecordSeed",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# nbgrader's generate_feedback and formgrader's button write the page that `autograder feedback` writes.
c.GenerateFeedback.exporter_class = "autograder.grading.page_exporter.PageExporter"
c.GenerateFeedback.preprocessors = []

# Whoever opens a submission in formgrader sees first what the student's page says.
c.HTMLExporter.preprocessors = ["autograder.grading.preprocessors.SummaryFirst"]
