"""Addresses of queries."""

from django.urls import path

from intel.queries import disclosing_views, views

app_name = "queries"
urlpatterns = [
    path("queries/", views.query_list, name="list"),
    path("queries/new/", views.new_query, name="new"),
    path("queries/about-ours/", views.sounding_list, name="soundings"),
    path("queries/disclosures/", disclosing_views.default_list, name="disclosures"),
    path("queries/disclosures/new/", disclosing_views.act_disclose, name="disclose"),
    path("queries/disclosures/<int:pk>/confirm/", disclosing_views.act_confirm, name="confirm-disclosure"),
    path("queries/disclosures/<int:pk>/drop/", disclosing_views.act_drop, name="drop-disclosure"),
    path("queries/<int:pk>/", views.detail, name="detail"),
    path("queries/<int:pk>/withdraw/", views.act_withdraw, name="withdraw"),
]
