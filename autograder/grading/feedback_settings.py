"""What an instructor can set for the students' pages, in ``nbgrader_config.py``."""

from __future__ import annotations

from traitlets import Bool
from traitlets.config import Configurable


class FeedbackPage(Configurable):
    """The page that students get back. (``c.Feedback`` is an old name of nbgrader's own for something else.)"""

    show_commentary = Bool(
        False,
        help="Show the author's commentary, which releases leave out, with each exercise that has all its points. It "
        "may tell the solution.",
    ).tag(config=True)
