from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "kejing.app.demo"
    label = "demo"
