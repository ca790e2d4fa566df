"""The lab: attacks let loose on this grader and on stock nbgrader. No user needs it."""
