"""Addresses of retention."""

from django.urls import path

from agencies.keeping import views

app_name = "keeping"

urlpatterns = [
    path("retention/", views.rules, name="rules"),
    path("retention/holds/", views.hold_list, name="holds"),
    path("retention/holds/place/", views.act_place, name="place"),
    path("retention/holds/<int:pk>/lift/", views.act_lift, name="lift"),
    path("retention/receipts/", views.receipt_list, name="receipts"),
]
