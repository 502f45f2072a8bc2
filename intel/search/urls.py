"""The page of the search."""

from django.urls import path

from intel.search import views

app_name = "search"

urlpatterns = [path("search/", views.search_page, name="page")]
