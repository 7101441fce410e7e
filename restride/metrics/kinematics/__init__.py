"""How the segments stand and turn, from markers."""
