# %% [markdown] row="A19"
# # The answer that a person has to read
#
# The same where the instructor must look: the answer to the question that is graded by hand.

# %% [markdown] cell="essay"
# Because of <b onclick="window.__attacked='@NAME@'">this</b> <img src=x onerror="window.__attacked='@NAME@'">
# <svg><script>window.__attacked='@NAME@'</script></svg>
# <a href="javascript:window.__attacked='@NAME@'">proof</a>
