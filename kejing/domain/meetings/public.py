"""The door of `meetings`."""
