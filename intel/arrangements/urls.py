"""The pages of standing arrangements."""

from django.urls import path

from intel.arrangements import views

app_name = "arrangements"

urlpatterns = [
    path("arrangements/", views.arrangement_list, name="list"),
    path("arrangements/new/", views.new, name="new"),
    path("arrangements/<int:pk>/", views.detail, name="detail"),
    path("arrangements/<int:pk>/edit/", views.edit, name="edit"),
    path("arrangements/<int:pk>/sign/", views.act_sign, name="sign"),
    path("arrangements/<int:pk>/decline/", views.act_decline, name="decline"),
    path("arrangements/<int:pk>/withdraw/", views.act_withdraw, name="withdraw"),
    path("arrangements/<int:pk>/end/", views.act_end, name="end"),
]
