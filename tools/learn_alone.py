"""Do an assignment as somebody who learns alone does, from the first cell to the last commentary.

``python tools/learn_alone.py NOTEBOOK.ipynb``, in an environment that has the course and ``gancourse-solutions``, or
the course only. Each exercise's solution is asked for three times: before anything is written, when a wrong answer was
refused, and when the right one has passed. Prints what was seen as JSON. Needs nothing of the grader.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path


def learn(path: Path) -> dict[str, object]:
    """What was seen: exercises, those with a solution before, those with solution and commentary after, what failed."""
    os.environ |= {"JPY_SESSION_NAME": str(path), "MPLBACKEND": "Agg"}
    os.environ.pop("NBGRADER_EXECUTION", None)
    from gancourse import learner, notebook_cells, progress, questions, solution
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output
    from traitlets.config import Config

    # Whoever runs this has a history of their own, which another process may be writing to.
    shell = InteractiveShell.instance(config=Config({"HistoryManager": {"hist_file": ":memory:"}}))

    def run(code: str, cell: str) -> tuple[bool, str]:
        with capture_output() as seen:
            done = shell.run_cell(code, store_history=True, cell_id=cell)
        shown = [str(part) for one in seen.outputs for part in one.data.values()]
        return done.success, "\n".join([seen.stdout, *shown])

    def solution_of(name: str) -> str:
        code = f"from gancourse import solution\nsolution.show({name!r}, wait=3600)"
        return run(code, "asked")[1]

    cells = notebook_cells.read(path)["cells"]
    exercises = progress.exercises({"cells": cells})
    try:
        known = solution.table_of(exercises)[1]["solutions"]
    except solution.NoSolution as problem:
        known = {}
        missing = str(problem)
    else:
        missing = ""
    early, late, failed, refused, card = [], [], [], [], ""
    for number, cell in enumerate(cells):
        name, code = notebook_cells.grade_id(cell), notebook_cells.source(cell)
        if notebook_cells.is_answer(cell) and name in known:
            stub = known[name]["text"].splitlines()[-1]
            wrong = f"{code.partition('# YOUR CODE HERE')[0]}    return 'no idea'"
            for text in (None, wrong):
                if text:
                    run(text, cell["id"])
                    test = next(one for one in cells[number:] if notebook_cells.is_test(one))
                    passed, _shown = run(notebook_cells.source(test), test["id"])
                    refused += [] if passed else [name]
                if stub in (seen := solution_of(name)) or "not solved yet" not in seen:
                    early.append(name)
            code = known[name]["text"]
        if cell["cell_type"] != "code":
            continue
        good, shown = run(code, cell["id"])
        card = card or (shown if "points by the checks you see" in shown else "")
        if not good and known:
            failed.append(cell["id"])
    for one in exercises:
        seen = solution_of(one.names[0])
        told = [known[name] for name in one.names if name in known]
        if told and all(each["text"] in seen and each["commentary"] in seen for each in told):
            late.append(one.names[0])
        elif missing and missing not in seen:
            early.append(one.names[0])
    asked: list[str] = []
    if known:
        watched = learner.watch()
        assert watched is not None
        solved = {name for one in exercises if solution.is_solved(watched, one) for name in one.names}
        table = solution.table_of(exercises)[1]["questions"]
        asked = [one["name"] for one in questions.due([one for one in table if one["exercise"] in solved], {}, 0.0)]
    return {
        "exercises": len(exercises),
        "card": card,
        "refused": refused,
        "solutions seen before": early,
        "solutions and commentaries seen after": late,
        "cells that failed": failed,
        "questions": len(asked),
        "said without the package": missing,
    }


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as home:
        os.environ["HOME"] = home
        print(json.dumps(learn(Path(sys.argv[1]).resolve())))
