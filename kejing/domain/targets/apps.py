from django.apps import AppConfig


class TargetsConfig(AppConfig):
    name = "kejing.domain.targets"
    label = "targets"
