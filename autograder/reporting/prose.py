"""The author's Markdown as a piece of a page: mathematics is MathML, links leave the page only to the web.

Nothing of a student's comes here: that is shown as text.
"""

from __future__ import annotations

import functools
import re
from typing import Any

import mistune
from markupsafe import Markup, escape
from nbconvert.filters.markdown_mistune import MarkdownWithMath, MathBlockParser, MathInlineParser

from autograder.reporting.mathml import mathml

_CODE = re.compile(r"`([^`\n]+)`")
_WEB = ("https://", "http://", "mailto:")


class _Renderer(mistune.HTMLRenderer):
    """Raw HTML of the author's stays (folds, say); pictures do not: a page is one file."""

    def __init__(self) -> None:
        super().__init__(escape=False)

    def block_math(self, body: str) -> str:
        return mathml(body, display=True)

    def inline_math(self, body: str) -> str:
        return mathml(body)

    def latex_environment(self, name: str, body: str) -> str:
        return mathml(rf"\begin{{{name}}}{body}\end{{{name}}}", display=True)

    def heading(self, text: str, level: int, **_attributes: Any) -> str:
        # Headings of the notebook stand below those of the page.
        return f'<p class="heading">{text}</p>\n'

    def link(self, text: str, url: str, title: str | None = None) -> str:
        return super().link(text, url, title) if url.startswith(_WEB) else text

    def image(self, text: str, url: str, title: str | None = None) -> str:
        return f"<em>{escape(text)}</em>"


_markdown = mistune.Markdown(
    renderer=_Renderer(),
    block=MathBlockParser(),
    inline=MathInlineParser(hard_wrap=False),
    plugins=[mistune.import_plugin(name) for name in MarkdownWithMath.DEFAULT_PLUGINS],
)


@functools.lru_cache(maxsize=4096)
def prose(source: str) -> Markup:
    """Markdown of the author's."""
    return Markup(_markdown(source))


@functools.lru_cache(maxsize=4096)
def line(source: str) -> Markup:
    """A heading or one sentence of the author's: its text, mathematics and code, and no tag of its own."""
    parts = re.split(r"(\$[^$]+\$|`[^`]+`)", source)
    return Markup("").join(
        Markup(mathml(part[1:-1])) if part[:1] == "$" and len(part) > 2 else code(part.replace("**", ""))
        for part in parts
    )


@functools.lru_cache(maxsize=4096)
def code(text: str) -> Markup:
    """A text that nobody vouches for: what stands between backticks is code, everything else is text."""
    if "`" not in text:
        return escape(text)
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if number % 2 else escape(part)
        for number, part in enumerate(_CODE.split(text))
    )
