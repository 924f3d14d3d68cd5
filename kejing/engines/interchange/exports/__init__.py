"""Exports: a list that somebody sees, as a file that names its taker, within limits."""
