"""The grading engine: students' code runs sealed in processes of its own, the judge decides outside, one writer records."""
