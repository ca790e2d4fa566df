# %% [markdown] row="A19"
# # Escape codes that become markup
#
# The same through the translation of terminal colours into HTML: parameters and links that a converter writes into attributes.

# %% before="mean-square"
for text in (
    "\x1b[38;2;1;2;\"onmouseover=\"window.__attacked=1m red \x1b[0m",
    "\x1b]8;;javascript:window.__attacked='@NAME@'\x07click\x1b]8;;\x07",
    "\x1b[31m<script>window.__attacked='@NAME@'</script>\x1b[0m",
    "\x1b[48;5;<img src=x onerror=window.__attacked=1>m",
):
    print(text)

# %% cell="clamp"
def clamp(values, low, high):
    raise ValueError("\x1b[31m<img src=x onerror=\"window.__attacked='@NAME@'\">\x1b[0m")

# %% after="divisors"
raise ValueError("\x1b[31m<img src=x onerror=\"window.__attacked='@NAME@'\">\x1b]8;;javascript:window.__attacked=1\x07x")
