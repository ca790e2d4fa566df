# %% [markdown] row="A19"
# # A diagram that loads a program
#
# A program from elsewhere in the page: a fence with the name of a language of diagrams makes the template load one.

# %% [markdown] cell="essay"
# ```mermaid
# graph TD
# click A "javascript:window.__attacked=1"
# ```
