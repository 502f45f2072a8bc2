"""The pages of failed work."""

from django.urls import path

from agencies.work import views

app_name = "work"

urlpatterns = [
    path("work/", views.failed_list, name="list"),
    path("work/<int:pk>/retry/", views.act_retry, name="retry"),
    path("work/<int:pk>/drop/", views.act_drop, name="drop"),
]
