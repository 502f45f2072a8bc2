"""Addresses of queries."""

from django.urls import path

from intel.queries import disclosing_views, views
from intel.queries.batches import views as batches
from intel.queries.standing import views as standing

app_name = "queries"
urlpatterns = [
    path("queries/", views.query_list, name="list"),
    path("queries/new/", views.new_query, name="new"),
    path("queries/about-ours/", views.sounding_list, name="soundings"),
    path("queries/batches/", batches.batch_list, name="batches"),
    path("queries/batches/new/", batches.new_batch, name="new-batch"),
    path("queries/batches/<int:pk>/", batches.batch_detail, name="batch"),
    path("queries/batches/<int:pk>/errors/", batches.batch_errors, name="batch-errors"),
    path("queries/batches/<int:pk>/results/", batches.batch_results, name="batch-results"),
    path("queries/standing/", standing.standing_list, name="standing"),
    path("queries/standing/<int:pk>/stop/", standing.act_stop, name="stop-standing"),
    path("queries/disclosures/", disclosing_views.default_list, name="disclosures"),
    path("queries/disclosures/new/", disclosing_views.act_disclose, name="disclose"),
    path("queries/disclosures/who-learns/", disclosing_views.who_learns, name="who-learns"),
    path("queries/disclosures/<int:pk>/confirm/", disclosing_views.act_confirm, name="confirm-disclosure"),
    path("queries/disclosures/<int:pk>/drop/", disclosing_views.act_drop, name="drop-disclosure"),
    path("queries/<int:pk>/", views.detail, name="detail"),
    path("queries/<int:pk>/standing/", standing.act_stand, name="stand"),
    path("queries/<int:pk>/certificate/", views.certificate, name="certificate"),
    path("queries/<int:pk>/withdraw/", views.act_withdraw, name="withdraw"),
]
