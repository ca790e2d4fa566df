"""The settings that decide a verdict, as text: when one of them changes, what has been graded is graded again.

Settings count as Python read them: a comment in ``nbgrader_config.py``, or another order, changes nothing.
"""

from __future__ import annotations

import ast
import hashlib
import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from autograder import config
from autograder.engine.settings import GradingEngine, from_config
from autograder.grading import own_steps

# These say what is ready beforehand; what a student gets for an answer they do not change.
_NOT_DECISIVE = ("imports",)
# Whatever is set here may count.
_SECTIONS = ("AssignLatePenalties", "SubmissionLatePenaltyPlugin", "LateSubmissionPlugin", "InstantiateTests")
_OF_THE_COURSE = ("header", "footer")
_AUTOTESTS = "autotests.yml"


def decisive(root: Path, assignment: str) -> str:
    """What is configured for grading an assignment: equal for two configurations only if they give the same verdicts.

    Args:
        root: of the course.
        assignment: its name; what is set for others does not count.

    Raises:
        UserError: the configuration cannot be read.
    """
    settings = config.load(root)
    engine = from_config(settings)
    values = {name: getattr(engine, name) for name in GradingEngine.class_trait_names(config=True)}
    found: dict[str, Any] = {name: value for name, value in values.items() if name not in _NOT_DECISIVE}
    found["tests"] = engine.tests.get(assignment, "")
    found["exclude"] = sorted(settings.Autograde.get("exclude_overwriting", {}).get(assignment, []))
    found["sections"] = {name: dict(settings[name]) for name in _SECTIONS if name in settings}
    found["around"] = [_content(root / str(settings.IncludeHeaderFooter.get(part) or "")) for part in _OF_THE_COURSE]
    found["autotests"] = _content(root / str(settings.InstantiateTests.get("autotest_filename") or _AUTOTESTS))
    own = [one.given for one in own_steps.before_running(settings)]
    own += [one for one in (engine.timeout_func, settings.AssignLatePenalties.get("plugin_class")) if one]
    if any(own_steps.is_own(one) for one in own):
        # Whatever it reads, the configuration too.
        found["own"] = [own_steps.name_of(one) for one in own], list(_code(root))
    return json.dumps(found, sort_keys=True, default=_text)


def _code(root: Path) -> Iterator[str]:
    """The course's own code: its configuration and the modules beside it, without what is only for people."""
    for path in sorted(root.glob("*.py")):
        with suppress(OSError, SyntaxError, ValueError):
            yield ast.dump(ast.parse(path.read_bytes()))


def _content(path: Path) -> str:
    """A hash of a file, "" where there is none."""
    with suppress(OSError):
        if path.is_file():
            return hashlib.sha256(path.read_bytes()).hexdigest()
    return ""


def _text(value: Any) -> Any:
    """A value for which JSON has no word."""
    if isinstance(value, set | frozenset):
        return sorted(map(str, value))
    if callable(value):
        return own_steps.name_of(value)
    return str(value) if type(value).__module__ in sys.stdlib_module_names else type(value).__name__
