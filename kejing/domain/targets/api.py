"""The figures people are asked to reach, cascaded from the organisation to the customer, for programs."""

from ninja import Router

router = Router()
