from django.apps import AppConfig


class InterchangeConfig(AppConfig):
    name = "kejing.engines.interchange"
    label = "interchange"
