# %% [markdown] row="A19"
# # Links in entities and escapes
#
# A request or a script with the rights of whoever looks at the answer.

# %% [markdown] cell="essay"
# [a](java&#x0A;script&colon;window.__attacked=1) [b](&#106;avascript:f) [c](\\evil.example) [d](%2F%2Fevil.example) [e](java%0ascript:f()) ![f](&#47;logout)
