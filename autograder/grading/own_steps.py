"""The steps that a course has put into nbgrader's pipeline: those before a notebook is run, done as nbgrader does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from traitlets.config import LazyConfigValue
from traitlets.utils.importstring import import_item

from autograder.engine.notebooks import Unreadable
from autograder.engine.repair import is_known, role
from autograder.errors import UserError
from autograder.stages import what_went_wrong

if TYPE_CHECKING:
    from nbformat import NotebookNode
    from traitlets.config import Config

    from autograder.course import Course

_THEIRS = ("nbgrader", "nbconvert")


@dataclass(frozen=True)
class Own:
    """A step of the course's own.

    Attributes:
        name: as people know it.
        given: as it stands in the configuration: a class, its name, or a function.
        overwritten: whether nbgrader puts locked cells back after it.
    """

    name: str
    given: Any
    overwritten: bool = False


def before_running(settings: Config) -> list[Own]:
    """The steps that are done before a notebook is run, in their order."""
    first, second = _steps(settings, "sanitize_preprocessors"), _steps(settings, "autograde_preprocessors")
    puts_back = next((n for n, one in enumerate(first) if name_of(one).endswith("OverwriteCells")), -1)
    found = [Own(name_of(one), one, n < puts_back) for n, one in enumerate(first) if is_own(one)]
    return found + [Own(name_of(one), one) for one in second[: _runs(second)] if is_own(one)]


def after_running(settings: Config) -> list[str]:
    """The names of the steps that come when a notebook has been run."""
    steps = _steps(settings, "autograde_preprocessors")
    return [name_of(one) for one in steps[_runs(steps) :] if is_own(one)]


def _steps(settings: Config, name: str) -> list[Any]:
    """A list of steps as configured; [] where it is not."""
    given = settings.Autograde.get(name, [])
    if not isinstance(given, LazyConfigValue):
        return list(given)
    # `c.Autograde.….append(…)`: nbgrader's own list, and something more.
    from nbgrader.converters import Autograde

    return list(given.get_value(list(Autograde.class_traits()[name].default())))


def _runs(steps: list[Any]) -> int:
    return next((n for n, one in enumerate(steps) if name_of(one).endswith("Execute")), len(steps))


def is_own(step: Any) -> bool:
    """Whether a step in a list is neither nbgrader's nor nbconvert's."""
    return name_of(step).partition(".")[0] not in _THEIRS


def name_of(step: Any) -> str:
    if isinstance(step, str):
        return step
    kind = step if hasattr(step, "__qualname__") else type(step)
    # What the configuration itself defines belongs to no module.
    module = str(kind.__module__)
    return str(kind.__qualname__) if module in ("builtins", "__main__") else f"{module}.{kind.__qualname__}"


class Rewriter:
    """Does these steps to a notebook.

    Args:
        course: whose.
        settings: of nbgrader.
        steps: in their order.

    Raises:
        UserError: one of them cannot be made.
    """

    def __init__(self, course: Course, settings: Config, steps: list[Own]) -> None:
        self._course = course
        self._steps = [(one, _made(one, settings)) for one in steps]

    def __call__(self, notebook: NotebookNode, student: str, name: str) -> NotebookNode:
        """The notebook after all steps.

        Raises:
            Unreadable: a step fails.
        """
        resources: dict[str, Any] = {
            "unique_key": name,
            "output_extension": ".ipynb",
            "metadata": {"name": name, "path": "."},
            "nbgrader": {"student": student, "notebook": name, "db_url": self._course.gradebook_url},
        }
        for step, work in self._steps:
            kept = {role(cell)["grade_id"]: cell.source for cell in notebook.cells if is_known(cell)}
            try:
                notebook, resources = work(notebook, resources)
            except Exception as error:  # noqa: BLE001 - the step is the course's own: it may fail in any way
                why = what_went_wrong(error)
                raise Unreadable(f"the course's own step {step.name} fails on it ({why}): correct that step") from None
            for cell in notebook.cells if step.overwritten else ():
                if is_known(cell) and not role(cell).get("solution"):
                    cell.source = kept.get(role(cell)["grade_id"], cell.source)
        return notebook


def _made(step: Own, settings: Config) -> Any:
    """The step ready to be called with a notebook and its resources."""
    try:
        given = import_item(step.given) if isinstance(step.given, str) else step.given
        if not isinstance(given, type):
            return given
        return given(config=settings)
    except Exception as error:  # noqa: BLE001 - likewise
        raise UserError(
            f"The step {step.name} of c.Autograde cannot be had ({what_went_wrong(error)}): correct nbgrader_config.py."
        ) from None
