"""Write docs/configuration.md from the settings themselves: ``python tools/configuration_docs.py`` (``make docs``)."""

from __future__ import annotations

from pathlib import Path

from traitlets import TraitType
from traitlets.config import Configurable

from autograder.engine.settings import GradingEngine
from autograder.files import replace_text

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


def page() -> str:
    """The text of docs/configuration.md."""
    return HEAD + "".join(_row(name, trait) for name, trait in _settings(GradingEngine))


def _settings(configurable: type[Configurable]) -> list[tuple[str, TraitType]]:
    own = configurable.class_traits(config=True)
    return [(name, own[name]) for name in vars(configurable) if name in own]


def _row(name: str, trait: TraitType) -> str:
    default = trait.default()
    shown = f"{len(default)} modules" if name == "imports" else f"`{default!r}`"
    least = getattr(trait, "min", None)
    bound = f" At least {least}." if least is not None else ""
    return f"| `{name}` | {shown} | {trait.help.replace('|', '/')}{bound} |\n"


if __name__ == "__main__":
    replace_text(PLACE, page())
