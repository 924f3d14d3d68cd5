"""Kejing: the system an organisation runs its account managers on."""

__version__ = "0.1.0"
