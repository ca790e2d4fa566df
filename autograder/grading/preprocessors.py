"""Small preprocessors for nbgrader's own pipeline and views; ``nbgrader_config.py`` puts them in place."""

from __future__ import annotations

import contextlib
from pathlib import Path

from nbconvert.exporters.exporter import ResourcesDict
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell
from nbgrader import utils
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.course import Course
from autograder.grading import marks
from autograder.grading.feedback import Pages
from autograder.hidden.seed import grading_seed
from autograder.reporting import page

Processed = tuple[NotebookNode, ResourcesDict]


class StderrNotScored(NbGraderPreprocessor):
    """Keep what a test cell wrote to stderr as ordinary output: readable in the graded notebook, never scored."""

    def preprocess_cell(self, cell: NotebookNode, resources: ResourcesDict, index: int) -> Processed:
        if utils.is_grade(cell) and cell.cell_type == "code":
            for output in cell.outputs:
                if output.output_type == "stream" and output.name == "stderr":
                    output.name = "stdout"
        return cell, resources


class RecordSeed(NbGraderPreprocessor):
    """Write the seed of the hidden inputs into the graded notebook: with it the grading can be repeated."""

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> Processed:
        nb.metadata["autograder"] = {"seed": grading_seed()}
        return nb, resources


class SummaryFirst(Preprocessor):
    """Put what a student's page says first before the first cell of a submission that is opened in formgrader."""

    enabled = True

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> Processed:
        if "submission_id" in resources:
            # A submission opens with or without it.
            with contextlib.suppress(Exception):
                nb.cells.insert(0, new_markdown_cell(_summary(resources)))
        return nb, resources


def _summary(resources: ResourcesDict) -> str:
    student, assignment, notebook = (str(resources[key]) for key in ("student", "assignment_id", "notebook_id"))
    folder = Path(resources["metadata"]["path"]).resolve()
    course = Course.find(folder)
    found = marks.read(course.gradebook_url, assignment, student).get((student, notebook))
    return page.summary(Pages(course).gather(assignment, student, folder / f"{notebook}.ipynb", found))
