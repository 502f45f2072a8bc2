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
    path("lists/filters/<int:pk>/rename/", views.act_rename, name="rename"),
    path("lists/filters/<int:pk>/delete/", views.act_forget, name="forget"),
    path("lists/<slug:name>/total/", views.total, name="total"),
    path("lists/<slug:name>/columns/", views.act_columns, name="columns"),
    path("lists/<slug:name>/filters/", views.act_keep, name="keep"),
    path("lists/<slug:name>/several/", views.act_several, name="several"),
    path("lists/<slug:name>/export/", views.act_export, name="export"),
]
