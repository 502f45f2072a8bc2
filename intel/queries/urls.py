"""Addresses of queries."""

from django.urls import path

from intel.queries import views

app_name = "queries"
urlpatterns = [
    path("queries/", views.query_list, name="list"),
    path("queries/new/", views.new_query, name="new"),
    path("queries/about-ours/", views.sounding_list, name="soundings"),
    path("queries/<int:pk>/", views.detail, name="detail"),
    path("queries/<int:pk>/withdraw/", views.act_withdraw, name="withdraw"),
]
