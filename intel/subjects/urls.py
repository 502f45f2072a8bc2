"""The pages of subjects."""

from django.urls import path

from intel.subjects import proposal_views, views

app_name = "subjects"

urlpatterns = [
    path("subjects/", views.subject_list, name="list"),
    path("subjects/new/", views.new_subject, name="new"),
    path("subjects/proposals/", proposal_views.proposal_list, name="proposals"),
    path("subjects/proposals/<int:pk>/approve/", proposal_views.act_approve, name="approve"),
    path("subjects/proposals/<int:pk>/refuse/", proposal_views.act_refuse, name="refuse"),
    path("subjects/proposals/<int:pk>/take-back/", proposal_views.act_retract, name="retract"),
    path("subjects/<int:pk>/", views.detail, name="detail"),
    path("subjects/<int:pk>/edit/", views.edit, name="edit"),
    path("subjects/<int:pk>/share/", views.act_share, name="share"),
]
