"""The instructor's side of the course: build the releases, audit the tests, autograde a class with nbgrader."""
