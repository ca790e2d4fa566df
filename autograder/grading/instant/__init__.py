"""Grading at once: what arrives in the exchange is graded, and its feedback can be fetched, within a second."""
