"""Addresses of the audit log."""

from django.urls import path

from agencies.audit import views

app_name = "audit"

urlpatterns = [
    path("audit/", views.event_list, name="list"),
    path("audit/left-by-one/", views.left_by_one, name="left-by-one"),
    path("audit/acts/", views.acts_counted, name="acts"),
    path("audit/<int:pk>/", views.detail, name="detail"),
]
