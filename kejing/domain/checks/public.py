"""The door of `checks`."""
