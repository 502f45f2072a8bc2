"""Addresses of what could be known."""

from django.urls import path

from intel.knowledge import views

app_name = "knowledge"
urlpatterns = [
    path("knowledge/", views.known_list, name="list"),
    path("knowledge/people/", views.people, name="people"),
    path("knowledge/table/", views.table, name="table"),
    path("knowledge/counts/", views.counts, name="counts"),
    path("knowledge/<str:kind>/<int:pk>/", views.thing, name="thing"),
]
