"""``python -m autograder.site``, which ``make site`` runs."""

from __future__ import annotations

import sys
import time

from autograder.course import Course
from autograder.errors import UserError
from autograder.site.build import Places, build


def main() -> int:
    """Make the site of the course here; returns the exit status."""
    began = time.monotonic()
    try:
        course = Course.find()
        made = build(course, lambda text: print(f"{text} …", flush=True))
    except UserError as error:
        print(error, file=sys.stderr)
        return error.exit_status
    place = Places.of(course).site / "index.html"
    print(
        f"{place.relative_to(course.root)} is {'made' if made else 'as the sources have it'}, in "
        f"{time.monotonic() - began:.0f} s"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
