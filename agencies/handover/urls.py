"""Addresses of handing over."""

from django.urls import path

from agencies.handover import views

app_name = "handover"
urlpatterns = [
    path("hand-over/", views.work, name="work"),
    path("hand-over/<int:pk>/", views.of_person, name="of-person"),
    path("hand-over/<int:pk>/absence/", views.act_enter_absence, name="enter-absence"),
    path("absences/<int:pk>/end/", views.act_end_absence, name="end-absence"),
    path("hand-overs/<int:pk>/", views.detail, name="detail"),
]
