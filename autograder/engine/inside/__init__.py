"""What runs inside the sandbox, which sees this folder and nothing else of ``autograder``: no secret lies here."""
