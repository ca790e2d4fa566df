"""The name under which 08-diagnosis imports :mod:`gancourse.recorded_runs`: one module, two names."""

import sys

from gancourse import recorded_runs

sys.modules[__name__] = recorded_runs
