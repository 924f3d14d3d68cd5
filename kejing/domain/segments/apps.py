from django.apps import AppConfig


class SegmentsConfig(AppConfig):
    name = "kejing.domain.segments"
    label = "segments"
