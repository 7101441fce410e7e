"""What insoles tell of each stance: force, where it acts, and under which part of the foot."""
