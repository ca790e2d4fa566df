"""Run a widget's own JavaScript in Node and compare it with Python."""

from __future__ import annotations

import json
import shutil
import subprocess

NODE = shutil.which("node")


def in_javascript(tmp_path, view, expression: str, data: object) -> object:
    """The value of an expression of `data` in the view's own module; only where a JavaScript engine is at hand."""
    (tmp_path / "view.mjs").write_text(str(view._esm), encoding="utf-8")
    (tmp_path / "data.json").write_text(json.dumps(data), encoding="utf-8")
    (tmp_path / "main.mjs").write_text(
        'import { readFileSync } from "node:fs";\nimport * as view from "./view.mjs";\n'
        'const data = JSON.parse(readFileSync("data.json", "utf-8"));\n'
        f"console.log(JSON.stringify({expression}));\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [NODE, "main.mjs"], cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
