"""The pages of failed work."""

from django.urls import path

from agencies.work import views

app_name = "work"

urlpatterns = [
    path("", views.failed_list, name="list"),
    path("<int:pk>/retry/", views.act_retry, name="retry"),
    path("<int:pk>/drop/", views.act_drop, name="drop"),
]
