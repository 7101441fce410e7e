"""Gait retraining as one closed loop, for walkers and runners, on the user's own machine."""

__version__ = "0.1.0"
