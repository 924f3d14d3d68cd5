from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "kejing.foundation.identity"
    label = "identity"
