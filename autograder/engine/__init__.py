"""The grading engine: students' code runs sealed in processes of its own, and the judge decides outside."""
