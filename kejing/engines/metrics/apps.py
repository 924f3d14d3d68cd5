from django.apps import AppConfig


class MetricsConfig(AppConfig):
    name = "kejing.engines.metrics"
    label = "metrics"
