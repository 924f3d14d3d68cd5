from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "kejing.foundation.kernel"
    label = "kernel"
