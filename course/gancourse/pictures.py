"""The name under which 06-dcgan imports :mod:`gancourse.image_figures`: one module, two names."""

import sys

from gancourse import image_figures

sys.modules[__name__] = image_figures
