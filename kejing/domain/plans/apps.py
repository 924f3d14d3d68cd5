from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "kejing.domain.plans"
    label = "plans"
