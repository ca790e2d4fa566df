"""Small assignments as other courses have them: what students hand in, and what stock nbgrader gives for it."""
