"""The request as views see it: with its actor."""

from django.http import HttpRequest

from kejing.foundation.kernel.actor import Actor


class ActorRequest(HttpRequest):
    """A request of a signed-in account; `ActorMiddleware` has put the actor there."""

    actor: Actor
