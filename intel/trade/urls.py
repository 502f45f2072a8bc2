"""The pages of trade."""

from django.urls import path

from intel.trade import views

app_name = "trade"

urlpatterns = [
    path("traders/", views.trader_list, name="traders"),
    path("traders/<int:pk>/", views.trader, name="trader"),
    path("consignments/", views.consignment_list, name="consignments"),
    path("consignments/<int:pk>/", views.consignment, name="consignment"),
    path("feeds/", views.feed_list, name="feeds"),
    path("feeds/new/", views.new_feed, name="new-feed"),
    path("feeds/<int:pk>/share/", views.share_feed, name="share-feed"),
]
