"""Addresses of working hours."""

from django.urls import path

from agencies.hours import duty_views, views

app_name = "hours"
urlpatterns = [
    path("working-hours/", views.week, name="week"),
    path("working-hours/edit/", views.edit, name="edit"),
    path("holidays/add/", views.act_add, name="add-holiday"),
    path("holidays/take-over/", views.act_take_over, name="take-over"),
    path("holidays/<int:pk>/remove/", views.act_remove, name="remove-holiday"),
    path("duty/", duty_views.rota, name="rota"),
    path("duty/add/", duty_views.add, name="add-duty"),
    path("duty/<int:pk>/remove/", duty_views.act_remove, name="remove-duty"),
]
