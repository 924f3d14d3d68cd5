"""Every change this module makes."""
