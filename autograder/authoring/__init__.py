"""From source to release: building, auditing, and a sample class drawn from the bank."""
