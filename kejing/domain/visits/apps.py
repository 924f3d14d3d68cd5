from django.apps import AppConfig


class VisitsConfig(AppConfig):
    name = "kejing.domain.visits"
    label = "visits"
