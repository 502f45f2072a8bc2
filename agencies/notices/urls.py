"""Addresses of the inbox and of notices."""

from django.urls import path

from agencies.notices import views

app_name = "notices"

urlpatterns = [
    path("inbox/", views.inbox_page, name="inbox"),
    path("account/notices/", views.preferences, name="preferences"),
    path("notices/", views.notice_list, name="list"),
    path("notices/bell/", views.bell, name="bell"),
    path("notices/see-all/", views.act_see_all, name="see-all"),
    path("notices/<int:pk>/", views.follow, name="follow"),
    path("notices/<int:pk>/put-away/", views.act_put_away, name="put-away"),
]
