"""Plans of every period: drafted, approved, frozen, bound, for programs."""

from ninja import Router

router = Router()
