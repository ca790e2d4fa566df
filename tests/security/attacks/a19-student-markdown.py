# %% [markdown] row="A19"
# # A Markdown cell of one's own
#
# The same without running anything: a text cell that the student adds holds HTML, and formgrader shows it as it is.

# %% [markdown] before="mean-square"
# My notes. <script>window.__attacked='@NAME@'</script>
#
# <img src=x onerror="window.__attacked='@NAME@'"> and [a link](javascript:window.__attacked='@NAME@')
#
# <iframe srcdoc="<script>parent.__attacked='@NAME@'</script>"></iframe>
#
# $$ x </div><script>window.__attacked='@NAME@'</script> $$
#
# ```mermaid
# graph TD; A["<img src=x onerror=window.__attacked=1>"]
# ```
