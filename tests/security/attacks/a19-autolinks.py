# %% [markdown] row="A19"
# # Addresses in angle brackets
#
# A request or a script with the rights of whoever looks at the answer.

# %% [markdown] cell="essay"
# <javascript:window.__attacked=1> <proof.html> <data:text/html,<script>f()</script>> <vbscript:x>
