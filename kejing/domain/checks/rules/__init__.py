"""What checks decide: pure functions."""
