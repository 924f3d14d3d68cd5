"""The door of `duties`."""
