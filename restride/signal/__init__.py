"""Arrays to arrays: filters, crossings, segments, and the body-frame channels that events and metrics read."""
