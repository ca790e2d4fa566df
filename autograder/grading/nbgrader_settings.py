"""What becomes of nbgrader's settings here: one table for the documentation and for what grading says of them."""

from __future__ import annotations

from dataclasses import dataclass

from traitlets.config import Config

from autograder.grading.own_steps import after_running


@dataclass(frozen=True)
class Fate:
    """What becomes of a setting.

    Attributes:
        setting: "Section.name", or "Section.*" for all of a section that are not named.
        honoured: whether it does here what it does under nbgrader.
        how: one sentence.
    """

    setting: str
    honoured: bool
    how: str


_OF_NBGRADER = "nbgrader's own command does this, and nothing here changes it."
FATES = (
    Fate("CourseDirectory.course_id", True, "Kept."),
    Fate("CourseDirectory.root", True, "Where no folder at or above the working one is a course, this one is."),
    Fate("CourseDirectory.db_url", True, "That gradebook is read and written."),
    Fate("CourseDirectory.directory_structure", True, "Folders are looked for and written as it says."),
    Fate("CourseDirectory.source_directory", True, "Likewise."),
    Fate("CourseDirectory.release_directory", True, "Read, never written: a copy for grading is in `.autograder/`."),
    Fate("CourseDirectory.submitted_directory", True, "Likewise read, never written."),
    Fate("CourseDirectory.autograded_directory", True, "Graded notebooks are written there."),
    Fate("CourseDirectory.feedback_directory", True, "Pages are written there."),
    Fate("CourseDirectory.student_id", False, "Name the student with `--student`."),
    Fate("CourseDirectory.student_id_exclude", False, "Everybody who has handed in is graded."),
    Fate("CourseDirectory.assignment_id", False, "Name the assignments on the command line."),
    Fate("CourseDirectory.notebook_id", False, "All notebooks of an assignment are graded."),
    Fate("CourseDirectory.ignore", False, "All ordinary files but notebooks go along."),
    Fate("CourseDirectory.include", False, "All ordinary files but notebooks go along."),
    Fate("CourseDirectory.max_file_size", False, "`c.GradingEngine.disk_mib` bounds a submission's files."),
    Fate("CourseDirectory.max_dir_size", False, "`c.GradingEngine.disk_mib` bounds a submission's files."),
    Fate("CourseDirectory.groupshared", False, "Files get the permissions that your umask gives them."),
    Fate("CourseDirectory.source_with_tests_directory", True, _OF_NBGRADER),
    Fate("CourseDirectory.solution_directory", True, _OF_NBGRADER),
    Fate("Autograde.exclude_overwriting", True, "These files stay as students handed them in."),
    Fate("Autograde.create_student", False, "A new student is always added to the gradebook."),
    Fate(
        "Autograde.autograde_preprocessors",
        True,
        "Own steps before the one that runs a notebook are done; one after it is named when grading starts.",
    ),
    Fate(
        "Autograde.sanitize_preprocessors",
        True,
        "Own steps are done when the engine has put a notebook right; nbgrader's are its own affair.",
    ),
    Fate("Autograde.permissions", False, "Files get the permissions that your umask gives them."),
    Fate("Execute.timeout", True, "The limit of a cell, unless `c.GradingEngine.cell_seconds` is set."),
    Fate("ExecutePreprocessor.timeout", True, "The same, where Execute has none."),
    Fate("NotebookClient.timeout", True, "The same, where neither of them has one."),
    Fate("Execute.timeout_func", True, "The limit of each cell; of a test, of each call as well."),
    Fate("ExecutePreprocessor.timeout_func", True, "The same, where none before it is set."),
    Fate("NotebookClient.timeout_func", True, "The same, where none before it is set."),
    Fate("Execute.interrupt_on_timeout", True, "A cell that is too long is interrupted, and killed if it goes on."),
    Fate("Execute.kernel_name", True, "The Python of that kernel, unless `c.GradingEngine.python` is set."),
    Fate("ExecutePreprocessor.kernel_name", True, "The same, where Execute has none."),
    Fate("Execute.extra_arguments", False, "No kernel is started."),
    Fate("Execute.execute_retries", False, "A cell is run once."),
    Fate("Execute.allow_errors", True, "A cell with an error never ends the notebook."),
    Fate("OverwriteCells.add_missing_cells", True, "A graded cell that was deleted is always put back."),
    Fate("LimitOutput.max_lines", False, "`c.GradingEngine.output_characters` bounds a cell's output."),
    Fate("LimitOutput.max_traceback", False, "`c.GradingEngine.output_characters` bounds a cell's output."),
    Fate("IgnorePattern.pattern", False, "What students' cells write to stderr is kept and never scored."),
    Fate("OverwriteKernelspec.*", True, "The kernel of the instructor's notebook counts."),
    Fate("AssignLatePenalties.plugin_class", True, "Asked as under nbgrader; found beside the configuration as well."),
    Fate("SubmissionLatePenaltyPlugin.*", True, "Settings of that plugin."),
    Fate("LateSubmissionPlugin.*", True, "Settings of that plugin."),
    Fate("IncludeHeaderFooter.header", True, "Its cells are run and matched as those of the notebook."),
    Fate("IncludeHeaderFooter.footer", True, "Its cells are run and matched as those of the notebook."),
    Fate("InstantiateTests.*", True, "Tests that nbgrader has written are taken from the gradebook."),
    Fate("GenerateAssignment.*", True, "Used when an assignment has to be registered in the gradebook."),
    Fate("ClearSolutions.*", True, "Used when an assignment has to be registered in the gradebook."),
    Fate("ClearHiddenTests.*", True, "Used for releases and for feedback."),
    Fate("ClearMarkScheme.*", True, "Used for releases and for feedback."),
    Fate("LockCells.*", True, "Used when an assignment has to be registered in the gradebook."),
    Fate(
        "GenerateFeedback.*",
        True,
        "Used by `nbgrader generate_feedback`; `autograder feedback` writes a page of its own.",
    ),
    Fate("CheckCellMetadata.*", True, _OF_NBGRADER),
    Fate("Exchange.*", True, "Used by `autograder collect` and by nbgrader's own commands."),
    Fate("NbGrader.*", True, _OF_NBGRADER),
    Fate("NbGraderAPI.*", True, _OF_NBGRADER),
    Fate("FormgradeApp.*", True, _OF_NBGRADER),
    Fate("ClassMap.*", True, _OF_NBGRADER),
)
_BY_NAME = {fate.setting: fate for fate in FATES}
# Sections in which a setting that is not listed would change a grade.
_GRADING = (
    *("Autograde", "Execute", "ExecutePreprocessor", "NotebookClient", "OverwriteCells", "OverwriteKernelspec"),
    *("SaveAutoGrades", "AssignLatePenalties", "LimitOutput", "IgnorePattern", "DeduplicateIds", "BaseConverter"),
)


def not_honoured(settings: Config) -> list[str]:
    """One sentence for each setting of a configuration that does not do here what it does under nbgrader."""
    said = []
    for section, values in settings.items():
        for name in values if isinstance(values, Config) else ():
            fate = _BY_NAME.get(f"{section}.{name}") or _BY_NAME.get(f"{section}.*")
            if fate is None and section in _GRADING:
                fate = Fate(f"{section}.{name}", False, "It is not known here.")
            if fate is not None and not fate.honoured:
                said.append(f"c.{section}.{name} is set, and has no effect on grading here: {fate.how}")
    if late := after_running(settings):
        said.append(
            f"c.Autograde.autograde_preprocessors: {', '.join(late)} come{'' if len(late) > 1 else 's'} after the "
            "notebook has been run, and has no effect on grading here."
        )
    return sorted(said)


def table() -> str:
    """The table of the documentation."""
    rows = [f"| `{fate.setting}` | {'yes' if fate.honoured else '**no**'} | {fate.how} |" for fate in FATES]
    return "\n".join(["| setting | honoured | what becomes of it |", "|---|---|---|", *rows])
