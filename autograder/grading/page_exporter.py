"""The same page by nbgrader's own hands: ``c.GenerateFeedback.exporter_class`` names this exporter."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbconvert.exporters import Exporter

from autograder.course import Course
from autograder.grading import marks
from autograder.grading.feedback import Pages


class PageExporter(Exporter):
    """What ``nbgrader generate_feedback`` and formgrader's button write with: the bytes of ``autograder feedback``.

    nbgrader's preprocessors are not run: the page takes its points from the gradebook, and nothing from hidden tests.
    """

    def _file_extension_default(self) -> str:
        return ".html"

    def from_filename(self, filename: str, resources: Any = None, **_more: Any) -> tuple[Any, dict[str, Any]]:
        """The page of a graded notebook.

        Args:
            filename: of the notebook.
            resources: nbgrader's: which student, assignment and notebook, and where the gradebook is.

        Raises:
            autograder.grading.feedback.NotInGradebook: the gradebook knows nothing of it.
        """
        about = resources["nbgrader"]
        path = Path(filename).resolve()
        known = marks.read(about["db_url"], about["assignment"], about["student"])
        found = known.get((about["student"], about["notebook"]))
        made = Pages(Course.find(path.parent)).make(about["assignment"], about["student"], path, found)
        return made, {**resources, "output_extension": self.file_extension}
