"""Addresses of the own account and of the people of the agency."""

from django.urls import path

from agencies import views

app_name = "agencies"

urlpatterns = [
    path("account/", views.account, name="account"),
    path("account/tokens/", views.token_list, name="tokens"),
    path("account/tokens/<slug:key>/revoke/", views.revoke_token, name="revoke-token"),
    path("users/", views.person_list, name="users"),
    path("users/new/", views.new_person, name="new-user"),
    path("users/<int:pk>/", views.person_detail, name="user"),
    path("users/<int:pk>/edit/", views.edit_person, name="edit-user"),
    path("users/<int:pk>/password/", views.act_password, name="give-password"),
    path("users/<int:pk>/deactivate/", views.act_deactivate, name="deactivate-user"),
    path("users/<int:pk>/activate/", views.act_activate, name="activate-user"),
]
