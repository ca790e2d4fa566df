"""What the notebooks of the course import: checks, plots, widgets and a look at the machine.

Importing this package never imports torch: the notebooks that train networks import it themselves.
"""
