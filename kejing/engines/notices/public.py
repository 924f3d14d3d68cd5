"""The door of `notices`."""
