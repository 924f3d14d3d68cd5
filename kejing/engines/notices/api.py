"""What people are told, where and when, for programs."""

from ninja import Router

router = Router()
