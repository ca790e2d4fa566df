"""What runs inside the sandbox. The sandbox sees this folder and nothing else of ``autograder``: no secret lies here."""
