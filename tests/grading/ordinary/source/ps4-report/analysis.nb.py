# %% [markdown]
# # Project, part 1: the data

# %% nbgrader={"grade_id": "readonly-intro", "locked": true}
# %matplotlib inline
import matplotlib.pyplot as plt
import numpy as np

days = np.arange(10)
temperature = 12 + 3 * np.sin(days / 2)

# %% nbgrader={"grade_id": "plot", "solution": true}
# Plot the temperature against the days as a line called "measured" and its mean as a dashed line; label both axes.
### BEGIN SOLUTION
fig, ax = plt.subplots()
ax.plot(days, temperature, label="measured")
ax.axhline(temperature.mean(), linestyle="--", label="mean")
ax.set(xlabel="day", ylabel="temperature in °C")
ax.legend()
### END SOLUTION

# %% nbgrader={"grade_id": "plot-lines", "points": 2}
assert len(ax.lines) == 2
np.testing.assert_allclose(ax.lines[0].get_ydata(), temperature)
assert ax.lines[1].get_linestyle() == "--"

# %% nbgrader={"grade_id": "plot-labels", "points": 1}
assert ax.get_xlabel() and ax.get_ylabel()
assert "measured" in [text.get_text() for text in ax.get_legend().get_texts()]


# %% nbgrader={"grade_id": "fahrenheit", "solution": true}
### BEGIN SOLUTION
def fahrenheit(celsius):
    return celsius * 9 / 5 + 32


### END SOLUTION

# %% nbgrader={"grade_id": "fahrenheit-test", "points": 1}
assert fahrenheit(100) == 212
np.testing.assert_allclose(fahrenheit(temperature), temperature * 1.8 + 32)

# %% nbgrader={"grade_id": "style", "solution": true, "points": 4}
# Code that is read by your tutor: summarise the temperatures in whatever way you like.
### BEGIN SOLUTION
print(temperature.min(), temperature.max())
### END SOLUTION
