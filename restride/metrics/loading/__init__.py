"""What the ground does to the body."""
