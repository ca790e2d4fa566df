"""The name under which 06-dcgan imports :mod:`gancourse.check.probes.dcgan`: one module, two names."""

import sys

from gancourse.check.probes import dcgan

sys.modules[__name__] = dcgan
