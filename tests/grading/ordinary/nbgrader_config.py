"""An ordinary course: nbgrader's own folders and defaults, a time limit, and a penalty for late work."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

c = get_config()  # noqa: F821 - nbgrader provides it
c.CourseDirectory.course_id = "prog101"
c.Execute.timeout = 4
c.AssignLatePenalties.plugin_class = "late_penalty.PointPerHour"
