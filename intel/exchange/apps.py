"""Other people's formats."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "intel.exchange"
    label = "exchange"
