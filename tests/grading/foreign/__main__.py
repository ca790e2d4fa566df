"""``python -m foreign [NAME …]``: ask stock nbgrader again for the scores of these, or of those not asked yet."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from foreign.assignments import ASSIGNMENTS
from foreign.classes import STOCK, graded_by_stock


def main() -> None:
    known = json.loads(STOCK.read_text(encoding="utf-8")) if STOCK.is_file() else {}
    wanted = sys.argv[1:] or [name for name in ASSIGNMENTS if name not in known]
    with tempfile.TemporaryDirectory() as folder:
        for name in list(ASSIGNMENTS) if wanted == ["all"] else wanted:
            found = graded_by_stock(Path(folder) / name, {name: ASSIGNMENTS[name]})
            known |= found
            ordered = {one: known[one] for one in sorted(known)}
            STOCK.write_text(json.dumps(ordered, indent=1, sort_keys=True) + "\n", encoding="utf-8")
            print(name, found[name], flush=True)


if __name__ == "__main__":
    main()
