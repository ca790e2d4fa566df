# %% [markdown] nbgrader={"grade_id": "rules", "locked": true}
# # Project, part 2: what the data say
# Write at most 200 words for each question.

# %% [markdown] nbgrader={"grade_id": "why-sine", "solution": true, "points": 5}
# ### BEGIN SOLUTION
# Temperatures follow the sun.
# ### END SOLUTION

# %% [markdown] nbgrader={"grade_id": "free-task", "task": true, "points": 3}
# Add as many cells below as you need: find a data set of your own and describe it.

# %% nbgrader={"grade_id": "answer", "solution": true}
# How many days were warmer than 14 °C?
### BEGIN SOLUTION
warm = 3
### END SOLUTION

# %% nbgrader={"grade_id": "answer-test", "points": 1}
assert warm == 3
