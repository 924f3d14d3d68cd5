from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "kejing.engines.notices"
    label = "notices"
