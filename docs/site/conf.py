"""Sphinx's configuration. ``python -m autograder.site`` writes what it reads, and calls it."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

project = "The mathematics of GANs"
author = "the course's authors"
html_title = "The mathematics of GANs"
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "site_parts"]

myst_enable_extensions = ["dollarmath", "amsmath", "deflist"]
myst_heading_anchors = 3
myst_dmath_double_inline = True
# What a notebook's cell says in Markdown, JupyterLab shows as it is: quotes, dashes and dots stay.
smartquotes = False
# Notebooks' headings may begin anywhere; "ipython3" is what their cells are written in, stubs and magics included.
suppress_warnings = ["myst.header", "misc.highlighting_failure"]
highlight_language = "text"
exclude_patterns = ["_static"]

html_theme = "furo"
templates_path = [str(HERE / "templates")]

html_css_files = ["site.css", "widgets.css"]
html_js_files = [("site.js", {"defer": "defer"})]
html_math_renderer = "mathml"
# It would fetch every page that it finds, which a page from file:// may not.
html_show_search_summary = False
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_show_copyright = False
html_use_index = False
html_domain_indices = False
html_permalinks_icon = "#"
pygments_style = "a11y-high-contrast-light"
pygments_dark_style = "a11y-high-contrast-dark"
html_theme_options = {
    "sidebar_hide_name": False,
    "navigation_with_keys": False,
    "light_css_variables": {
        "color-brand-primary": "#0a5a9c",
        "color-brand-content": "#0a5a9c",
        "color-foreground-muted": "#575b61",
    },
    "dark_css_variables": {
        "color-brand-primary": "#7cc4ff",
        "color-brand-content": "#7cc4ff",
        "color-foreground-muted": "#a9adb3",
    },
}

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_preserve_defaults = True
napoleon_google_docstring = True
napoleon_numpy_docstring = False
