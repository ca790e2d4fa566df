"""One class: from what was handed in to gradebook, page and report."""
