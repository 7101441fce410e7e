"""The nouns, units, errors and words that the rooms meet in."""
