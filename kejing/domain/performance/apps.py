from django.apps import AppConfig


class PerformanceConfig(AppConfig):
    name = "kejing.domain.performance"
    label = "performance"
