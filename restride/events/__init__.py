"""Recording -> Strides. One detector a file."""
