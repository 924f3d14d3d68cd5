from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "kejing.app.web"
    label = "web"
