"""What test cells find of IPython in the judge: its magics run their body, with the names of the tests."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from traitlets.config import Config

from autograder.engine.errors import NotJudgeable
from autograder.engine.inside.shell import Outputs, Shell

# What runs in this process and touches nothing but names, clocks and what is shown.
_RUN_HERE = frozenset(
    (
        *("time", "timeit", "capture", "prun", "matplotlib", "pylab", "config", "precision", "autoreload"),
        *("load_ext", "reload_ext", "unload_ext", "run", "pprint", "doctest_mode", "xmode", "colors", "lsmagic"),
        *("html", "HTML", "latex", "markdown", "javascript", "js", "svg", "SVG", "writefile", "file", "aimport"),
    )
)
_LARGEST = 1_000_000


class JudgeShell(Shell):
    """IPython in the judge. Cells are run by :mod:`test_cells`; this is what ``get_ipython()`` gives them."""

    # How a cell inside a cell is run: `%%capture` asks for that.
    execute: Any = None
    error: BaseException | None = None

    @property
    def user_global_ns(self) -> dict[str, Any]:
        return self.user_ns

    def run_line_magic(self, magic_name: str, line: str, _stack_depth: int = 1) -> Any:
        self._allow(f"%{magic_name}", magic_name, line)
        return super().run_line_magic(magic_name, line, _stack_depth + 1)

    def run_cell_magic(self, magic_name: str, line: str, cell: str) -> Any:
        self._allow(f"%%{magic_name}", magic_name, line)
        return super().run_cell_magic(magic_name, line, cell)

    def run_cell(self, raw_cell: str, *_args: Any, **_more: Any) -> Any:
        return self.execute(raw_cell)

    def var_expand(self, cmd: str, depth: int = 0, formatter: Any = None) -> str:
        """Nothing is put into a magic's line: it could be a student's text, and the line may be run as code."""
        return cmd

    def system(self, command: str) -> None:
        raise NotJudgeable("it uses a shell command (!…), which is run nowhere but beside the student's code")

    def getoutput(self, command: str, *_args: Any, **_more: Any) -> Any:
        self.system(command)

    def showtraceback(self, *_args: Any, **_more: Any) -> None:
        """An error that a magic shows instead of raising it ends the cell nevertheless."""
        self.error = self.error or sys.exc_info()[1]

    def _allow(self, shown: str, name: str, line: str) -> None:
        if name not in _RUN_HERE:
            raise NotJudgeable(f"it uses {shown}, which is run nowhere but beside the student's code")
        if name == "run":
            script = next((part for part in line.split() if not part.startswith("-")), "")
            beneath = Path(script if script.endswith((".py", ".ipy")) else f"{script}.py").resolve()
            if not beneath.is_relative_to(Path.cwd()):
                raise NotJudgeable(f"it runs {script}, which is no file of the assignment's")


def shell() -> JudgeShell:
    """The one of this process."""
    if JudgeShell.initialized():
        return JudgeShell.instance()
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "NoColor"
    main = sys.modules["__main__"]
    made = JudgeShell.instance(config=config)
    # IPython takes the place of the program's main module; here the program goes on.
    sys.modules["__main__"] = main
    return made


def outputs() -> Outputs:
    """An empty collection for what a cell shows."""
    return Outputs(_LARGEST)
