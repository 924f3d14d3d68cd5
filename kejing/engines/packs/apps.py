from django.apps import AppConfig


class PacksConfig(AppConfig):
    name = "kejing.engines.packs"
    label = "packs"
