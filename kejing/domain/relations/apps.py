from django.apps import AppConfig


class RelationsConfig(AppConfig):
    name = "kejing.domain.relations"
    label = "relations"
