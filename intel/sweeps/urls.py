"""Addresses of sweeps."""

from django.urls import path

from intel.sweeps import views

app_name = "sweeps"
urlpatterns = [
    path("sweeps/", views.sweep_list, name="list"),
    path("sweeps/<int:pk>/", views.detail, name="detail"),
    path("sweeps/<int:pk>/explain/", views.act_explain, name="explain"),
    path("sweeps/<int:pk>/misuse/", views.act_call_misuse, name="misuse"),
    path("sweep-counts/", views.count_list, name="counts"),
    path("sweep-counts/<int:pk>/", views.count, name="count"),
]
