"""The door for notebooks: recordings and assessments that show themselves and become tables."""

from restride.app.notebook.assessment import Assessment, assess
from restride.app.notebook.chart import Chart
from restride.app.notebook.reading import read, read_all, sample
from restride.app.notebook.recording import Recording
from restride.app.notebook.strides import Strides
from restride.app.notebook.virtual import simulated

__all__ = ["Assessment", "Chart", "Recording", "Strides", "assess", "read", "read_all", "sample", "simulated"]
