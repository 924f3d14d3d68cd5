"""Everything this module reads."""
