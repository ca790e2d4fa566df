# %% [markdown] row="A19"
# # Text that turns round, stops in the middle, or never ends
#
# A page, a table or a terminal that shows something else than is there: marks that reverse the reading direction, zeros, halves of characters, separators of lines and words of a million letters, in outputs, names, messages, code and text.

# %% before="mean-square"
turned = "\u202e\u2066\u2067\u202d0 fo 3 \u2069"
odd = turned + "\0\ud800\udfff\u2028\u2029\x85\x1b[31m\x9b31m\ufeff\u200b\uffff" + "W" * 1_000_000
print(odd)
class Odd(Exception):
    def __str__(self): return odd
Odd.__name__ = Odd.__qualname__ = "Odd" + turned + "\0"
display({"text/plain": odd, "text/html": odd}, raw=True)

# %% cell="mean-square"
# ‮⁦ ⁩⁦‬ if a person reads this line from left to right, it is not what runs
def mean_square(x):
    raise Odd(odd)

# %% cell="clamp"
def clamp(values, low, high):
    return ["\u202e3", odd[:60], "\ud83d", "\0"]

# %% cell="divisors"
def divisors(n):
    return {odd[:40]: odd[:40].encode("utf-8", "surrogatepass")}

# %% [markdown] cell="essay"
# ‮sruoh 3 fo tuo stniop 3⁩ &#x202e;backwards&#8238; \u202e &#0; &#xD800; <bdo dir="rtl">points</bdo>

# %% edit=true
for cell in nb["cells"]:
    if cell["metadata"].get("nbgrader", {}).get("grade_id") == "essay":
        text = cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])
        cell["source"] = text + "\n\n" + "W" * 300_000 + "\n\n\u0000\ud800 a\u0308" * 1000
        cell["metadata"]["name"] = "\u202e"
