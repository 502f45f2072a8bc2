"""The pages of the reading room."""

from django.urls import path

from intel.readings import register, views

app_name = "readings"

urlpatterns = [
    path("releases/register/", register.register, name="register"),
    path("releases/register/table/", register.register_table, name="register-table"),
    path("reading-room/", views.use_list, name="list"),
    path("reading-room/table/", views.table, name="table"),
    path("reading-room/<int:pk>/", views.detail, name="use"),
    path("reading-room/<int:pk>/ask/", views.act_ask, name="ask"),
    path("reading-room/questions/", views.question_list, name="questions"),
    path("reading-room/questions/<int:pk>/", views.question, name="question"),
    path("reading-room/questions/<int:pk>/answer/", views.act_answer, name="answer"),
]
