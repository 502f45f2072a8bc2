"""The page of deputies."""

from django.urls import path

from agencies.deputies import views

app_name = "deputies"

urlpatterns = [
    path("deputies/", views.deputies, name="list"),
    path("deputies/<int:pk>/end/", views.act_end, name="end"),
]
