"""Addresses of sharing groups."""

from django.urls import path

from agencies.sharing import views

app_name = "sharing"
urlpatterns = [
    path("sharing-groups/", views.group_list, name="list"),
    path("sharing-groups/new/", views.new_group, name="new"),
    path("sharing-groups/<int:pk>/", views.detail, name="detail"),
    path("sharing-groups/<int:pk>/let-in/", views.act_let_in, name="let-in"),
    path("sharing-groups/<int:pk>/name-person/", views.act_name_person, name="name-person"),
    path("sharing-groups/<int:pk>/end/", views.act_end, name="end"),
    path("sharing-groups/<int:pk>/catch-up/", views.act_propose, name="propose-catch-up"),
    path("sharing-groups/members/<int:pk>/remove/", views.act_remove, name="remove"),
    path("sharing-groups/catch-ups/<int:pk>/confirm/", views.act_confirm, name="confirm-catch-up"),
    path("sharing-groups/catch-ups/<int:pk>/drop/", views.act_drop, name="drop-catch-up"),
]
