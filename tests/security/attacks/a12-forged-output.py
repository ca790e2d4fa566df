# %% [markdown] row="A12"
# # A shell that keeps everything
#
# A graded notebook of hundreds of megabytes: the limit of what a cell shows is counted in the student's own process.

# %% before="mean-square"
import inside.shell

def run(self, source, seconds):
    text = "x" * 6_000_000
    return True, [{"output_type": "stream", "name": "stdout", "text": text} for _ in range(6)]

inside.shell.Runner.run = run
print("@TOKEN@")

# %% before="softplus"
pass

# %% before="optimum"
pass
