"""The door of `plans`."""
