"""Addresses of collisions."""

from django.urls import path

from intel.deconfliction import views

app_name = "deconfliction"
urlpatterns = [
    path("deconfliction/", views.side_list, name="list"),
    path("deconfliction/<int:pk>/", views.detail, name="detail"),
    path("deconfliction/<int:pk>/spoken/", views.act_spoken, name="spoken"),
    path("deconfliction/<int:pk>/solved/", views.act_solved, name="solved"),
    path("collisions/", views.collision_list, name="collisions"),
    path("collisions/<int:pk>/", views.collision, name="collision"),
    path("collisions/<int:pk>/called/", views.act_called, name="called"),
    path("collisions/<int:pk>/solved/", views.act_settled, name="settled"),
    path("collisions/<int:pk>/close/", views.act_close, name="close"),
]
