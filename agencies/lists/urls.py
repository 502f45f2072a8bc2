"""Addresses of what is done with lists."""

from django.urls import path

from agencies.lists import views

app_name = "lists"
urlpatterns = [
    path("lists/files/", views.file_list, name="files"),
    path("lists/files/<int:pk>/", views.file, name="file"),
    path("lists/files/<int:pk>/take/", views.act_take, name="take"),
    path("lists/files/<int:pk>/cancel/", views.act_cancel, name="cancel"),
    path("lists/files/<int:pk>/remove/", views.act_remove, name="remove"),
    path("lists/<slug:name>/export/", views.act_export, name="export"),
]
