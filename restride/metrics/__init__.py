"""Recording + Strides -> Metric, Curve."""
