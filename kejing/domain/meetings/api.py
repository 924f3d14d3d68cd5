"""Meetings with their figures, minutes, decisions and actions, for programs."""

from ninja import Router

router = Router()
