"""Addresses of the pages of hits."""

from django.urls import path

from intel.hits import views

app_name = "hits"

urlpatterns = [
    path("hits/", views.hit_list, name="list"),
    path("hits/<int:pk>/", views.detail, name="detail"),
    path("hits/<int:pk>/take/", views.act_take, name="take"),
    path("hits/<int:pk>/let-go/", views.act_let_go, name="let-go"),
    path("hits/<int:pk>/judge/", views.act_judge, name="judge"),
    path("hits/<int:pk>/reopen/", views.act_reopen, name="reopen"),
    path("hits/<int:pk>/note/", views.act_note, name="note"),
]
