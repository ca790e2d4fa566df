# %% [markdown] row="A19"
# # Comments, instructions and declarations
#
# A request or a script with the rights of whoever looks at the answer.

# %% [markdown] cell="essay"
# <!--><script>window.__attacked=1</script>--> <?x <img src=x onerror="window.__attacked=1"> ?> <![CDATA[<svg onload="window.__attacked=1">]]> <!x><script>window.__attacked=1</script>
