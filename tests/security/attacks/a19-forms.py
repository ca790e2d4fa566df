# %% [markdown] row="A19"
# # A form that sends
#
# A request with the instructor's rights when a button in the answer is clicked.

# %% [markdown] cell="essay"
# <form action="/hub/logout" method="post"><button autofocus>continue</button></form> <button formaction="javascript:window.__attacked=1">x</button>
