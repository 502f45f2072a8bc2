"""Addresses of data protection."""

from django.urls import path

from intel.protection import views

app_name = "protection"

urlpatterns = [
    path("data-protection/", views.search, name="search"),
    path("data-protection/to-review/", views.to_review, name="to-review"),
    path("data-protection/measures/", views.measure_list, name="measures"),
    path("data-protection/measures/take/", views.act_take, name="take"),
    path("data-protection/measures/<int:pk>/", views.measure_page, name="measure"),
    path("data-protection/measures/<int:pk>/lift/", views.act_lift, name="lift"),
    path("data-protection/measures/<int:pk>/carry-out/", views.act_carry_out, name="carry-out"),
    path("data-protection/measures/<int:pk>/refuse/", views.act_refuse, name="refuse"),
    path("data-protection/onward/", views.onward_list, name="onward"),
    path("data-protection/onward/<int:pk>/", views.told, name="told"),
    path("data-protection/onward/<int:pk>/follow/", views.act_follow, name="follow"),
]
