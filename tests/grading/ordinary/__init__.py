"""An ordinary nbgrader course, written in the usual style and not for this project's grader, and who handed in what.

``source/`` has its four assignments (``*.nb.py`` become notebooks), ``submissions.py`` the students' work.
"""
