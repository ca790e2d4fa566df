# %% [markdown] row="A12"
# # Source that is too deep for a parser
#
# The grader breaks while it reads the cells: sums of 30 000 terms, 90 brackets, signs without end, lone surrogates and null characters.

# %% edit=true
def code(text, number):
    return {"cell_type": "code", "id": f"deep-{number}", "metadata": {}, "outputs": [], "execution_count": None, "source": text}
texts = ["x = " + "1 + " * 30_000 + "1", "x = " + "-" * 50_000 + "1", "x = " + "(" * 90 + ")" * 90, "x = " + "[" * 5_000,
         "x = 'a\ud800'", "x = 'a\x00b'", "lambda: " * 3_000 + "1", "if 1:\n" + "".join(" " * n + "if 1:\n" for n in range(1, 200)),
         "x" + ".a" * 20_000, "\ufeffx = 1", "def f(" + ",".join(f"a{n}" for n in range(5_000)) + "): pass"]
nb["cells"][3:3] = [code(text, number) for number, text in enumerate(texts)]
nb["cells"].append({"cell_type": "markdown", "id": "surrogate", "metadata": {}, "source": "a\ud800b"})
