"""Addresses of what is done with lists."""

from django.urls import path

from agencies.lists import views

app_name = "lists"
urlpatterns = [
    path("lists/<slug:name>/export/", views.act_export, name="export"),
]
