"""When the feet are on the ground, and what follows from it."""
