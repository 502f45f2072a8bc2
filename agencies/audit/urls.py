"""Addresses of the audit log."""

from django.urls import path

from agencies.audit import views

app_name = "audit"

urlpatterns = [
    path("audit/", views.event_list, name="list"),
    path("audit/<int:pk>/", views.detail, name="detail"),
]
