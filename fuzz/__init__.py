"""`make fuzz`: damaged files of every kind through every reader, far more of them than the tests have time for."""
