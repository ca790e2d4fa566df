"""The plugin of the course's nbgrader_config.py: every started hour after the due date costs one point."""

from __future__ import annotations

import math

from nbgrader.plugins import LateSubmissionPlugin


class PointPerHour(LateSubmissionPlugin):
    """One point an hour; nbgrader itself never takes more than was earned."""

    def late_submission_penalty(self, student_id: str, score: float, total_seconds_late: float) -> float:
        return float(math.ceil(total_seconds_late / 3600))
