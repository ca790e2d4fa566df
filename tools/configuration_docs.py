"""Write two pages of docs/ from the settings themselves: ``python tools/configuration_docs.py`` (``make docs``)."""

from __future__ import annotations

from pathlib import Path

from traitlets import TraitType
from traitlets.config import Configurable

from autograder.engine.settings import GradingEngine
from autograder.files import replace_text
from autograder.grading import nbgrader_settings
from autograder.grading.feedback_settings import FeedbackPage
from autograder.grading.instant.settings import InstantGrading

PLACE = Path(__file__).resolve().parent.parent / "docs" / "configuration.md"
HEAD = """\
# Configuration

Settings go into `nbgrader_config.py` in the course folder, below the line that loads the package's own, as in

```python
c.GradingEngine.memory_mib = 4096
```

This page is made from the settings themselves by `make docs`; a test compares the two.

## `c.GradingEngine`

| setting | default | what it does |
|---|---|---|
"""
SECTION = """
## `c.{name}`

| setting | default | what it does |
|---|---|---|
"""


def page() -> str:
    """The text of docs/configuration.md."""
    text = HEAD + _rows(GradingEngine)
    for one in (FeedbackPage, InstantGrading):
        text += SECTION.format(name=one.__name__) + _rows(one)
    return text


def _rows(configurable: type[Configurable]) -> str:
    return "".join(_row(name, trait) for name, trait in _settings(configurable))


def _settings(configurable: type[Configurable]) -> list[tuple[str, TraitType]]:
    own = configurable.class_traits(config=True)
    return [(name, own[name]) for name in vars(configurable) if name in own]


def _row(name: str, trait: TraitType) -> str:
    default = trait.default()
    shown = f"{len(default)} modules" if name == "imports" else f"`{default!r}`"
    least = getattr(trait, "min", None)
    bound = f" At least {least}." if least is not None else ""
    return f"| `{name}` | {shown} | {trait.help.replace('|', '/')}{bound} |\n"


NBGRADER_PLACE = PLACE.with_name("nbgrader-settings.md")
NBGRADER_HEAD = """\
# nbgrader's settings

What becomes here of each setting of nbgrader that has to do with grading. They are read where nbgrader reads them: in
`nbgrader_config.py` (or `.json`) in the course folder, in `~/.jupyter`, `/etc/jupyter` and Jupyter's other places. One
that is set and not honoured is named when grading starts. Groups, time stamps, due dates, extra credit, task cells and
points given by hand are nbgrader's own, in its gradebook, and stay as they are.

This page is made by `make docs`; a test compares the two.

"""


def nbgrader_page() -> str:
    """The text of docs/nbgrader-settings.md."""
    return f"{NBGRADER_HEAD}{nbgrader_settings.table()}\n"


if __name__ == "__main__":
    replace_text(PLACE, page())
    replace_text(NBGRADER_PLACE, nbgrader_page())
