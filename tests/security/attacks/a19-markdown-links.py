# %% [markdown] row="A19"
# # Links whose scheme is hidden
#
# A click runs the student's script: javascript: is spelled with entities, tabs, escapes, references and autolinks.

# %% edit=true
bad = "window.__attacked=1"
nb["cells"].append({"cell_type": "markdown", "id": "links", "metadata": {}, "source": "\n\n".join([
    f"[a](java&Tab;script:{bad})", f"[b](javascript\\:{bad})", f"[c](java&#9;script:{bad})", f"[d](java&#x0A;script:{bad})",
    f"[e](&#106;avascript:{bad})", f"[f](<java script:{bad}>)", f"[g](javascript&colon;{bad})", f"[h][ref] ![i][ref]",
    f"[ref]: javas&#99;ript:{bad} 'title'", f"<javascript:{bad}>", f"[j](\x01javascript:{bad})", f"[k](JaVaScRiPt:{bad})",
    f"[l](data:text/html;base64,PHNjcmlwdD5hPC9zY3JpcHQ+)", f"![m](x \"onerror={bad}\")", f"[n](vbscript:{bad})",
    f"[o](jav&NewLine;ascript&colon;{bad})", f"[p](javascript%3A{bad})", f"&lt;img src=x onerror={bad}&gt;",
    f"&#60;img src=x onerror={bad}&#62;", f"\\<img src=x onerror={bad}\\>", f"`` ` `` <img src=x onerror={bad}>",
    f"| a |\n|---|\n| <img src=x onerror={bad}> |", f"$<img src=x onerror={bad}>$ \\\\(<img src=x onerror={bad}>\\\\)",
    f"<\x00img src=x onerror={bad}> <\u200bscript>", f"[^1]\n\n[^1]: <img src=x onerror={bad}>", f"    <img src=x onerror={bad}>",
    f"<&#115;cript>{bad}</script>", f"<&#105;mg src=x onerror={bad}>", f"&#60;&#105;mg src=x onerror={bad}&#62;",
    f"[s](javascript&amp;#58;{bad})", f"[t](javascript&#38;#58;{bad})", f"[u][u]\n\n[u]: vbscript&amp;#58;{bad}",
    f"```html\" onmouseover=\"{bad}\n<img>\n```", f"[q](http://127.0.0.1/\"onclick=\"{bad})", f"www.a.b\"onclick=\"{bad}",
])})
