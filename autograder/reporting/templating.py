"""The templates of pages: everything is escaped that is not made by :mod:`autograder.reporting.prose`."""

from __future__ import annotations

import functools

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from autograder.reporting import prose


@functools.cache
def template(name: str) -> Template:
    """One of the templates of this package."""
    environment = Environment(
        loader=PackageLoader("autograder.reporting"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"line": prose.line, "prose": prose.prose, "code": prose.code, "points": points}
    return environment.get_template(name)


def points(number: float) -> str:
    """Points as people write them: 2, 1.5."""
    return f"{round(number, 2):g}"
