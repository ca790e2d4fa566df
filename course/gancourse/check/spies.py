"""The name under which 04-k-steps imports :mod:`gancourse.check.probes.algorithm1`: one module, two names."""

import sys

from gancourse.check.probes import algorithm1

sys.modules[__name__] = algorithm1
