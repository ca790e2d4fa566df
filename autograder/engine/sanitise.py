"""Make what students produced harmless to whoever opens it: outputs and attachments.

Graded notebooks and feedback are opened in browsers, by instructors who are logged in. What is kept of outputs is text
and pictures; students' Markdown has a module of its own.
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import Any

_PICTURES = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff", "image/gif": b"GIF8"}
# Control characters but newline and tab, and those that reorder text.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_ANSI = re.compile(r"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)?|.)?")
LONGEST_TRACEBACK = 200
LONGEST_LINE = 10_000
MOST_OUTPUTS = 2_000
LARGEST_PICTURE = 1_000_000
# Characters that an output takes beside its text.
OVERHEAD = 100
CUT = "\n… output cut here\n"


def text(value: Any) -> str:
    """Text without terminal escapes, control characters and characters that turn the reading direction."""
    return _CONTROL.sub("", _ANSI.sub("", value if isinstance(value, str) else str(value)))


def code(source: str) -> str:
    """Code in which control characters, and those that turn the reading direction, are seen as their escapes.

    Whoever reads it sees what ran: a comment can make a line look like another one.
    """

    def seen(found: re.Match[str]) -> str:
        # Ends of lines and of pages, as other systems write them, make nothing look like anything else.
        return found.group() if found.group() in "\r\f" else f"\\u{ord(found.group()):04x}"

    return _CONTROL.sub(seen, source)


def outputs(found: Any) -> list[dict[str, Any]]:
    """Outputs of a cell as far as they are text or pictures; anything malformed is dropped."""
    kept = []
    for output in found if isinstance(found, list) else []:
        if isinstance(output, dict) and (clean := _output(output)) is not None:
            kept.append(clean)
    return kept


class Budget:
    """How much of the outputs of a notebook is kept: so much of a cell, and so much of all cells together.

    A process of the student's says what its cells showed, so what it says is counted here.

    Args:
        a_cell, in_all: characters.
    """

    def __init__(self, a_cell: int, in_all: int) -> None:
        self._a_cell = a_cell
        self._left = in_all

    def of_student(self, found: Any) -> list[dict[str, Any]]:
        """Outputs of a student's cell, made harmless, as far as there is room for them."""
        kept, used = _cut(outputs(found), min(self._a_cell, self._left))
        self._left -= used
        return kept

    def of_test(self, found: Any) -> list[dict[str, Any]]:
        """Outputs of a test cell. Points are read off them, so there is room for these whatever came before."""
        clean = outputs(found)
        kept, _ = _cut([one for one in clean if one["output_type"] == "stream"], self._a_cell)
        rest = [_shortened(one) for one in clean if one["output_type"] != "stream"]
        return kept + rest[:MOST_OUTPUTS]


def _cut(found: list[dict[str, Any]], most: int) -> tuple[list[dict[str, Any]], int]:
    """The first of some outputs, as many as have ``most`` characters together, and how many these are."""
    kept, used = [], 0
    for one in found[:MOST_OUTPUTS]:
        size = _size(one)
        if used + size > most:
            if one["output_type"] == "stream":
                kept.append({**one, "text": one["text"][: max(most - used, 0)] + CUT})
            else:
                kept.append({"output_type": "stream", "name": "stderr", "text": CUT})
            return kept, most
        kept.append(one)
        used += size
    return kept, used


def _size(output: dict[str, Any]) -> int:
    if output["output_type"] == "stream":
        return len(output["text"]) + OVERHEAD
    if output["output_type"] == "error":
        return len(output["evalue"]) + sum(map(len, output["traceback"])) + OVERHEAD
    return sum(map(len, output["data"].values())) + OVERHEAD


def _shortened(output: dict[str, Any]) -> dict[str, Any]:
    if output["output_type"] == "error":
        lines = [line[:LONGEST_LINE] for line in output["traceback"]]
        return {**output, "evalue": output["evalue"][:LONGEST_LINE], "traceback": lines}
    data = {mime: one for mime, one in output["data"].items() if mime != "text/plain" and len(one) <= LARGEST_PICTURE}
    return {**output, "data": data | {"text/plain": output["data"].get("text/plain", "")[:LONGEST_LINE]}}


def _output(output: dict[str, Any]) -> dict[str, Any] | None:
    kind = output.get("output_type")
    if kind == "stream":
        name = "stderr" if output.get("name") == "stderr" else "stdout"
        return {"output_type": "stream", "name": name, "text": text(_joined(output.get("text")))}
    if kind == "error":
        lines = output.get("traceback")
        lines = lines[:LONGEST_TRACEBACK] if isinstance(lines, list) else []
        return {
            "output_type": "error",
            "ename": text(output.get("ename", ""))[:200],
            "evalue": text(output.get("evalue", ""))[:LONGEST_LINE],
            "traceback": [text(line)[:LONGEST_LINE] for line in lines],
        }
    if kind not in ("display_data", "execute_result") or not isinstance(output.get("data"), dict):
        return None
    data = {}
    for mime, content in output["data"].items():
        content = _joined(content)
        if mime == "text/plain":
            data[mime] = text(content)
        elif mime in _PICTURES and _is_picture(mime, content):
            data[mime] = "".join(content.split())
    if not data:
        return None
    clean: dict[str, Any] = {"output_type": kind, "data": data, "metadata": {}}
    if kind == "execute_result":
        clean["execution_count"] = None
    return clean


def _joined(content: Any) -> str:
    if isinstance(content, list):
        return "".join(part for part in content if isinstance(part, str))
    return content if isinstance(content, str) else ""


def _is_picture(mime: str, content: str) -> bool:
    try:
        return base64.b64decode("".join(content.split()), validate=True).startswith(_PICTURES[mime])
    except (binascii.Error, ValueError):
        return False


def attachments(found: Any) -> dict[str, dict[str, str]]:
    """The pictures among the attachments of a Markdown cell."""
    kept = {}
    for name, bundle in found.items() if isinstance(found, dict) else ():
        if not isinstance(name, str) or not re.fullmatch(r"[\w. -]{1,100}", name) or not isinstance(bundle, dict):
            continue
        pictures = {mime: _joined(content) for mime, content in bundle.items() if mime in _PICTURES}
        pictures = {mime: content for mime, content in pictures.items() if _is_picture(mime, content)}
        if pictures:
            kept[name] = pictures
    return kept
