from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "kejing.foundation.ui"
    label = "ui"
