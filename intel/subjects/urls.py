"""The pages of subjects."""

from django.urls import path

from intel.subjects import views

app_name = "subjects"

urlpatterns = [
    path("subjects/", views.subject_list, name="list"),
    path("subjects/new/", views.new_subject, name="new"),
    path("subjects/<int:pk>/", views.detail, name="detail"),
    path("subjects/<int:pk>/edit/", views.edit, name="edit"),
    path("subjects/<int:pk>/share/", views.act_share, name="share"),
]
