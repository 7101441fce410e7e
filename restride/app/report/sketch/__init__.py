"""Bodies and things in few lines: joints, outlines round them, and SVG."""
