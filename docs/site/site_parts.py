"""What the site asks of Sphinx beyond its own: mathematics without a script, and pages that are for everybody."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from autograder.reporting.mathml import mathml

# Both may be wider than the page.
_WIDE = re.compile(r'(<pre|<div class="table-wrapper[^"]*")>')
_ENVIRONMENT = re.compile(r"\A\\begin\{(equation|align|gather|multline)\*?\}(.*)\\end\{\1\*?\}\Z", re.DOTALL)


def inline(self: Any, node: nodes.math) -> None:
    self.body.append(mathml(node.astext()))
    raise nodes.SkipNode


def block(self: Any, node: nodes.math_block) -> None:
    text = node.astext().strip()
    found = _ENVIRONMENT.match(text)
    if found:
        inner = found[2].strip()
        text = rf"\begin{{aligned}}{inner}\end{{aligned}}" if found[1] == "align" else inner
    self.body.append(f'<div class="math">{mathml(text, display=True)}</div>')
    raise nodes.SkipNode


def add_to_page(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Code and tables that may be wider than the page are moved with the keyboard; shared links have a picture."""
    if "body" in context:
        context["body"] = _WIDE.sub(r'\1 tabindex="0">', context["body"])
    if "furo_navigation_tree" in context:
        # Captions of lists; a heading would need a level.
        context["furo_navigation_tree"] = context["furo_navigation_tree"].replace(' role="heading"', "")
    address = app.config.html_baseurl
    title = re.sub(r"<[^>]*>", "", str(context.get("title", ""))).replace('"', "&quot;")
    tags = f'<meta property="og:title" content="{title}"><meta property="og:type" content="website">'
    if address:
        end = "" if pagename == "index" else f"{pagename}.html"
        tags += f'<meta property="og:url" content="{address}{end}">'
        tags += f'<meta property="og:image" content="{address}_static/cards/{pagename}.png">'
        tags += '<meta name="twitter:card" content="summary_large_image">'
    context["metatags"] = f"{context.get('metatags', '')}{tags}"


def setup(app: Sphinx) -> dict[str, Any]:
    app.add_html_math_renderer("mathml", (inline, None), (block, None))
    app.connect("html-page-context", add_to_page, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
