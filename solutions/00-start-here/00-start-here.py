# %% [markdown]
# # Start here
#
# Welcome. In this course you build a *generative adversarial network* (GAN): a machine that looks at pictures and then makes new
# ones. You write its mathematics as small functions, which are checked while you write them. This notebook takes fifteen minutes. It
# shows what you will have built in the end, how an exercise works, and how you get your points. Nothing in it is graded, so press
# whatever you like.

# %% [markdown]
# ## What you are going to build
#
# A notebook consists of *cells*. Click into the grey one below and press **Shift + Enter**: it runs, and its output appears under
# it. This one loads what the notebook needs, and prints nothing.

# %% nbgrader={"grade_id": "imports", "locked": true}
import matplotlib.pyplot as plt
import numpy as np
from gancourse import check, films, gan_picture, plots, widgets
from gancourse.check import call

plots.use_course_style()

# %% [markdown]
# Here are two machines that were given nothing but random numbers, and were then trained: one beside photographs of clothes, the other
# beside drawn faces. Neither has ever copied a picture. Each only heard, from an opponent, how easily its pictures are told from real ones.
#
# **Predict first.** They were trained for 1,000 small steps. After how many will you be able to tell a shoe from a shirt: 30, 300, or
# nearly all of them? Run the next cell and press play, or drag the slider.

# %%
widgets.film_explorer(films.first_film(), films.NAMES, "moment")

# %% [markdown]
# <details><summary>What you should have seen</summary>
#
# Before the first step every picture is the same flat grey. After 100 steps there are upright ghosts of clothes, and hardly anything of a face; after 300 you can tell a
# shoe from a shirt. The faces have eyes before they have colours, which come between 300 and 500. After 1,000 steps there are shoes, trousers, dresses and shirts, and people who do not
# exist. Each picture is always made from the same random numbers: it is the machine that has changed.
# </details>

# %% tags=["folded"]
film = films.first_film()
moments = [film[position] for position in (0, 5, 9, 11, 14)]  # of these moments the text speaks
plots.show(
    widgets.film_figure(moments, films.NAMES, shown=5),
    folded="The film as a strip of pictures, for where it does not play",
)

# %% [markdown]
# By the end of assignment 06 you will have written every line of this. The machine has few parts. A **forger** $G$ turns random numbers into
# pictures. A **detective** $D$ sees real pictures and forgeries, and says how real each one looks. A **score** says how well $D$ does, and both
# learn from it: $D$ to raise it, $G$ to lower it.

# %% tags=["folded"]
plots.show(gan_picture.gan_figure("score", "D", "G", "learning"))

# %% [markdown]
# | assignment | what you build of it |
# |---|---|
# | 01 | the score |
# | 02 | a detective and a forger of thirteen numbers, and the steps in which they learn |
# | 03 | the rules of the game: who climbs, who descends, and what the forger is told |
# | 04 | the loop in which they take turns |
# | 05 | the reason why it works: what happens when nobody can improve any more |
# | 06 | the large networks of the film, and the film itself |
#
# 07 to 09 are about what goes wrong, how one finds out, and what has come since.

# %% [markdown]
# ## What this machine has
#
# Any laptop will do for assignments 01 to 05. A GPU helps in 06, which also runs without one, in a smaller setting. Assignments 00 to 02 do
# without PyTorch; from 03 on you need it (`pip install -e '.[torch]'` in the folder of the course).

# %%
from gancourse import machine

machine.show()

# %% [markdown]
# Is another package “not installed”, or did the cell stop with an error? Then JupyterLab uses another Python than the one the course
# was installed into. Close it, activate the environment of the course, and start `jupyter lab` from there. A data set that is “not
# found” in the last lines is fine for now.

# %% [markdown]
# ## How an exercise works
#
# Every exercise has the same parts, in the same order: why it matters, a function for you to write, a cell to try things out, checks,
# hints, and a picture made with *your* function. The code of checks and pictures is folded away: a click on the three dots opens it.

# %% [markdown]
# ### Exercise · The mean of squares
#
# *Difficulty ●○○ · 3 minutes · 0 points: only to try*
#
# **Why it matters.** Losses are means over a batch. This is the simplest one.
#
# **Formula.** $\frac1n \sum_{i=1}^n x_i^2$
#
# **What to write.** Replace the two lines below the docstring by your code. But not yet! Leave them as they are, run this cell and the
# check below it, and look at the message: it says what is missing.


# %% nbgrader={"grade_id": "mean-square", "solution": true}
def mean_square(x):
    """The mean of the squares of x: (n,) real numbers with n ≥ 1. Returns a float."""
    ### BEGIN SOLUTION
    return float(np.mean(np.square(x)))
    ### END SOLUTION


# %% [markdown]
# The next cell is yours: call your function with numbers for which you know the answer. Delete the `#` in front of its second line to run
# the example. (The picture further down stops with an error until your function is written. That is as it should be.)

# %%
# Try it here: delete the # of the next line and run the cell.
# mean_square(np.array([1, 2, 2]))

# %% nbgrader={"grade_id": "mean-square-values", "points": 0}
check.close(call(mean_square, np.array([1.0, 2.0, 6.0])), 41 / 3, "(1 + 4 + 36) / 3")
check.close(call(mean_square, np.array([-2.0])), 4.0, "one number, and its sign does not matter")
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("random numbers") as rng:
    for n in (1, 3, 10):
        x = rng.normal(size=n)
        check.close(call(mean_square, x), reference.mean_square(x))
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# Hints open with a click. Try without them first; there are always three, from a nudge to nearly the whole answer.
# </details>
# <details><summary>Hint 2: the tools</summary>
#
# `np.square(x)` squares every entry of an array, `np.mean(…)` is the mean of all entries.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# `return np.mean(np.square(x))`
# </details>

# %% [markdown]
# Now write a **wrong** answer on purpose, `return np.sum(np.square(x))`, and run both cells again. The check tells you the input, what it
# found, what it expected, and that you have taken the sum instead of the mean: mistakes that many people make are recognised. Then put
# it right. Each check that passes shows a line with ✓.

# %% [markdown] tags=["commentary"]
# **Commentary.** The exercise exists so that students see a stub message, a wrong-answer message and a ✓ before anything is at stake.

# %% [markdown]
# **See it.** The area of the grey square on the right is the mean area of the three on the left.

# %% tags=["folded"]
sides = np.array([1.0, 2.0, 3.0])
fig, ax = plt.subplots(figsize=(7, 2.4))
for left, side in zip([0, 1.4, 3.8], sides):
    ax.add_patch(plt.Rectangle((left, 0), side, side, color=plots.REAL))
side = mean_square(sides) ** 0.5
ax.add_patch(plt.Rectangle((8, 0), side, side, color=plots.REFERENCE))
ax.set(xlim=(-0.5, 11), ylim=(0, 3.4), aspect="equal", xlabel="length", ylabel="length")
plots.show(fig, f"Squares of side 1, 2 and 3, and one of their mean area {mean_square(sides):.2f}")

# %% [markdown]
# ## Before you hand in: *Validate*
#
# In the toolbar above the notebook is a button **Validate**. It saves the notebook, runs all of it from top to bottom in a fresh
# kernel, and lists the checks that fail. Use it before you hand in: cells that you ran out of order, or a name that you
# deleted, are found there and nowhere else. (VS Code and Colab have no such button. There, save the notebook and run
# `python -m gancourse.validate NOTEBOOK.ipynb` in a terminal.)
#
# If something hangs, use the menu **Kernel → Restart Kernel and Run All Cells…**. After a restart nothing is loaded any more: a
# `NameError` then only means that the first code cell has to be run again. Running a cell twice never changes a result.

# %% [markdown]
# ## What is graded, and how feedback returns
#
# - Points are written at the top of each exercise. The visible checks are part of the grading, but not all of it: when you hand in,
#   **hidden checks** try your functions on other inputs, freshly drawn. If your function does what its docstring says, they hold no surprise.
# - What counts is what a function returns, not how it is written. A loop is as good as one line of NumPy. Warnings and printed
#   output cost nothing, unless an exercise asks for a function that never warns.
# - How exact? A relative error of 1e-6 counts as right, in visible and in hidden checks. An exercise that is about accuracy asks for more,
#   and says so. Compute in double precision all the same (`float64`, NumPy's default): single precision (`float32`) starts with seven digits
#   and loses some with every difference of nearly equal numbers. If a function is given `float32`, it may return either type, unless the exercise says which.
# - A small number added inside a logarithm or a root, such as 1e-8, makes it another function: near 0 it turns ∞ into 18. Add none
#   unless the exercise asks for it.
# - A batch may have any size, even 1. An array has exactly the dimensions that its docstring names, unless the docstring says otherwise.
# - Do not delete or duplicate the test cells. They are locked; if one gets lost, grading puts it back.
# - After grading you receive the notebook as a web page with your points, the messages of the checks, and your instructor's comments.
#   Your instructor says where: JupyterLab's *Assignment List*, your learning platform, or e-mail.
#
# That is all. Open **01-cross-entropy** next: you build the score, and at the end of it you know what the two players of the film fight over.

# %% [markdown]
# ## Read on
#
# - [GAN Lab](https://poloclub.github.io/ganlab/): watch a GAN learn in your browser, before you know how. Kahng et al. (2019) describe it: *GAN Lab: Understanding Complex Deep Generative Models using Interactive Visual Experimentation*, [arXiv 1809.01587](https://arxiv.org/abs/1809.01587).
# - [*A Friendly Introduction to Generative Adversarial Networks*](https://www.youtube.com/watch?v=8L11aMN5KY8) by Luis Serrano: the 2×2-pixel GAN that you build yourself in assignment 02.
# - Goodfellow et al. (2014), *Generative Adversarial Networks*, [arXiv 1406.2661](https://arxiv.org/abs/1406.2661): the paper that everything here goes back to. Nine pages; come back to it after assignment 05 and you can read every line.
