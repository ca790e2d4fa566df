"""Students' Markdown made harmless to whoever opens it: what nbconvert's own parser sees in it decides.

A cell is taken as it stands where its syntax tree has nothing but text, mathematics, links to the web and pictures that
are attached. Otherwise it is changed a little, and then a little more, until that is so; what cannot be helped is shown
as plain text.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Collection, Iterator
from typing import Any

import mistune
from nbconvert.filters.markdown_mistune import MarkdownWithMath, MathBlockParser, MathInlineParser

from autograder.stages import StageTooLong, alarm

LONGEST = 50_000
CUT = "\n\n(This cell is longer than what is shown here.)"
# Processor time for one cell. Ordinary ones take milliseconds.
PARSE_SECONDS = 2.0
# Honest text opens nothing so often without closing it.
MOST_UNCLOSED = 20

# Control characters but newline and tab, and those that reorder text.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
# The same characters by their numbers.
_ENTITY = re.compile(r"&#(?:x0*(?P<hex>[0-9a-f]{1,6})|0*(?P<number>\d{1,7}));?", re.IGNORECASE)
# Markdown is read in quadratic time where blanks go on and on.
_BLANKS = re.compile(r"[^\S\n]{200,}")
_TAG = re.compile(r"<(?=[a-zA-Z/!?])")
_LINK = re.compile(r"(?:https?://|mailto:|#)[^\s\\]*", re.IGNORECASE)
_ATTACHMENT = "attachment:"
# A diagram's fence makes the page load a program from elsewhere.
_FENCE_WITH_NAME = re.compile(r"^([\s>*+\-\d.)]*(?:`{3,}|~{3,}))[^\S\n]*mermaid", re.MULTILINE | re.IGNORECASE)
_SAFE_TYPES = frozenset(
    (
        *("paragraph", "text", "blank_line", "newline", "linebreak", "softbreak", "heading", "thematic_break"),
        *("block_quote", "list", "list_item", "block_text", "block_code", "codespan", "emphasis", "strong"),
        *("strikethrough", "table", "table_head", "table_body", "table_row", "table_cell", "task_list_item"),
        *("def_list", "def_list_head", "def_list_item", "block_math", "inline_math", "latex_environment", "link"),
        *("image",),
    )
)
# What opens something: how it opens, how it closes, and how it is written so that it opens nothing.
_PAIRS = (
    (re.compile(r"\\\\\("), re.compile(r"(?<!\\)\\\\\)"), r"\\ ("),
    (re.compile(r"\\\\\["), re.compile(r"(?<!\\)\\\\\]"), r"\\ ["),
    (re.compile(r"\["), re.compile(r"\]"), "&#91;"),
)
_BEGIN_OR_END = re.compile(r"\\(begin|end)\{([a-z]*\*?)\}")


def harmless(source: str, attached: Collection[str] = (), seconds: float = PARSE_SECONDS) -> str:
    """A student's Markdown without anything that acts or reaches out when a page shows it.

    Args:
        source: the Markdown.
        attached: names of the pictures that the cell has; a picture that refers to anything else is shown as text.
        seconds: processor time for finding out; when it is over, the cell is shown as plain text.

    Returns:
        Markdown whose syntax tree has no raw HTML, no link but to the web, to an address of mail or within the page,
        and no picture but attached ones; at most a little longer than ``LONGEST``.
    """
    text = _ENTITY.sub(_no_control, _BLANKS.sub(" ", _CONTROL.sub("", source)))
    if len(text) > LONGEST:
        text = text[:LONGEST] + CUT
    text = _close(text)
    try:
        with alarm(seconds, "reading a text cell", processor=True):
            for change in _CHANGES:
                text = change(text)
                if is_harmless(text, attached):
                    return text
    except (StageTooLong, RecursionError):
        pass
    return plain(text)


def is_harmless(text: str, attached: Collection[str] = ()) -> bool:
    """Whether nothing in the syntax tree of a Markdown text acts or reaches out."""
    tree = _parse(text)
    return isinstance(tree, list) and all(_is_harmless(token, attached) for token in _tokens(tree))


def plain(text: str) -> str:
    """Any text as a block of code, in which nothing is Markdown."""
    ticks = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, ticks + 1)
    return f"{fence}\n{text}\n{fence}"


def raw(source: str) -> str:
    """The text of a raw cell, which pages show as it is, as text of a page."""
    return _CONTROL.sub("", source)[:LONGEST].replace("&", "&amp;").replace("<", "&lt;")


_parse = mistune.Markdown(
    renderer=None,
    block=MathBlockParser(),
    inline=MathInlineParser(hard_wrap=False),
    plugins=[mistune.import_plugin(name) for name in MarkdownWithMath.DEFAULT_PLUGINS],
)


def _tokens(tree: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    waiting = list(tree)
    while waiting:
        token = waiting.pop()
        yield token
        waiting += token.get("children") or []


def _is_harmless(token: dict[str, Any], attached: Collection[str]) -> bool:
    kind, attributes = token["type"], token.get("attrs") or {}
    if kind == "link":
        return _LINK.fullmatch(attributes.get("url", "")) is not None
    if kind == "image":
        url = attributes.get("url", "")
        return url.startswith(_ATTACHMENT) and url.removeprefix(_ATTACHMENT) in attached
    if kind == "block_code":
        return not (attributes.get("info") or "").strip().lower().startswith("mermaid")
    return kind in _SAFE_TYPES


def _no_control(entity: re.Match[str]) -> str:
    code = int(entity["hex"], 16) if entity["hex"] else int(entity["number"])
    return "\ufffd" if code > sys.maxunicode or _CONTROL.match(chr(code)) else entity.group()


def _tags_as_text(text: str) -> str:
    return _TAG.sub("&lt;", text)


def _without_links(text: str) -> str:
    """There are many ways to write a link that does something, and one to write none."""
    text = _FENCE_WITH_NAME.sub(r"\1", text).replace("](", "] (").replace("]:", "] :")
    return re.sub(r"\[(?=[^\]\n]{0,999}\]\s?\[)", "[ ", text)


_CHANGES: tuple[Callable[[str], str], ...] = (str, _tags_as_text, _without_links)


def _close(text: str) -> str:
    """Markdown in which nothing is opened again and again without an end: each time, all that follows is read."""
    if _count_environments(text) > MOST_UNCLOSED:
        text = _BEGIN_OR_END.sub(r"\\ \1{\2}", text)
    for opening, closing, instead in _PAIRS:
        if _count_unclosed(text, opening, closing) > MOST_UNCLOSED:
            text = opening.sub(instead.replace("\\", r"\\"), text)
    return text


def _count_unclosed(text: str, opening: re.Pattern[str], closing: re.Pattern[str]) -> int:
    """How often something is opened again before it is closed."""
    opened = [(found.start(), True) for found in opening.finditer(text)]
    closed = [(found.start(), False) for found in closing.finditer(text)]
    unclosed, is_open = 0, False
    for _place, opens in sorted(opened + closed):
        unclosed += opens and is_open
        is_open = opens
    return unclosed + is_open


def _count_environments(text: str) -> int:
    r"""How many times ``\begin{…}`` has no ``\end{…}`` of the same name before the next of that name begins."""
    is_open: set[str] = set()
    unclosed = 0
    for found in _BEGIN_OR_END.finditer(text):
        what, name = found.groups()
        if what == "end":
            is_open.discard(name)
        else:
            unclosed += name in is_open
            is_open.add(name)
    return unclosed + len(is_open)
