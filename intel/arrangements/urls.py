"""The pages of standing arrangements."""

from typing import Any

app_name = "arrangements"
urlpatterns: list[Any] = []
