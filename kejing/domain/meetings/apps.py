from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "kejing.domain.meetings"
    label = "meetings"
