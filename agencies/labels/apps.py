"""Who may read what, as numbers."""

from django.apps import AppConfig


class LabelsConfig(AppConfig):
    name = "agencies.labels"
    label = "labels"
