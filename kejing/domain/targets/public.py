"""The door of `targets`."""
