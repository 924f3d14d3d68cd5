from django.apps import AppConfig


class OrgConfig(AppConfig):
    name = "kejing.domain.org"
    label = "org"
