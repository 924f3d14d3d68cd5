from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "kejing.domain.duties"
    label = "duties"
