"""Reviews' clock, coaching, handbook inspections, spot checks, questions about patterns, for programs."""

from ninja import Router

router = Router()
