from django.apps import AppConfig


class MarkingsConfig(AppConfig):
    name = "agencies.markings"
    label = "markings"
