"""The duty calendar: what each role owes by when, and the trace that it was done, for programs."""

from ninja import Router

router = Router()
