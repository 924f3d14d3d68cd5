"""Notices: HTTP ↔ one query or action each."""
