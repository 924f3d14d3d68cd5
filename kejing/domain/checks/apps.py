from django.apps import AppConfig


class ChecksConfig(AppConfig):
    name = "kejing.domain.checks"
    label = "checks"
