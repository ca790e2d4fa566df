"""Write docs/results-schema.json, what ``autograder grade --json`` prints: ``python tools/results_schema.py``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from autograder.engine.protocol import LONGEST_MESSAGE, Reason
from autograder.files import replace_text

PLACE = Path(__file__).resolve().parent.parent / "docs" / "results-schema.json"


def schema() -> dict[str, Any]:
    """The schema; the words of reasons are those of the code."""
    test = _object(
        grade_id={"type": "string", "description": "of the test cell"},
        score={"type": ["number", "null"], "description": "points; null where a person has to decide"},
        max_score={"type": "number"},
        message={"type": "string", "maxLength": LONGEST_MESSAGE, "description": "what was wrong; empty when passed"},
        reason={"enum": [*Reason, None], "description": "why it was not passed; null when it was"},
    )
    submission = _object(
        student={"type": "string"},
        graded={"type": "boolean"},
        reason={"type": ["string", "null"], "description": "one sentence on why it could not be graded"},
        score={"type": "number"},
        max_score={"type": "number"},
        needs_manual_grade={"type": "boolean"},
        messages={"type": "array", "items": {"type": "string"}, "description": "what was put right, or is missing"},
        tests={"type": "array", "items": test},
        seconds={"type": "object", "additionalProperties": {"type": "number"}, "description": "wall time by phase"},
    )
    assignment = _object(assignment={"type": "string"}, submissions={"type": "array", "items": submission})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What `autograder grade --json` prints",
        "description": "The submissions that this run has graded; those that were graded and unchanged are not in it.",
        **_object(
            assignments={"type": "array", "items": assignment},
            seconds={"type": "number", "minimum": 0, "description": "wall time of the run"},
        ),
    }


def _object(**properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def text() -> str:
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    replace_text(PLACE, text())
