"""Two small preprocessors for nbgrader's own pipeline; ``nbgrader_config.py`` puts them in place."""

from __future__ import annotations

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.hidden.seed import grading_seed

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
