"""What each step does to the structures of the leg: joint moments, and the forces that follow from them."""
