"""Addresses of the search, and of searches that are saved."""

from django.urls import path

from intel.search import views

app_name = "search"

urlpatterns = [
    path("search/", views.search_page, name="page"),
    path("search/saved/", views.act_save, name="save"),
    path("search/news/<int:pk>/", views.news, name="news"),
    path("search/saved/<int:pk>/tell/", views.act_tell, name="tell"),
    path("search/saved/<int:pk>/rename/", views.act_rename, name="rename"),
    path("search/saved/<int:pk>/remove/", views.act_remove, name="remove"),
]
