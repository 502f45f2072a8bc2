"""The pages of reports."""

from django.urls import path

from intel.reports import views, writing_views

app_name = "reports"

urlpatterns = [
    path("reports/", views.report_list, name="list"),
    path("reports/new/", writing_views.new_report, name="new"),
    path("reports/grades/", writing_views.grades, name="grades"),
    path("reports/who-will-see/", writing_views.who_will_see_it, name="who-will-see"),
    path("reports/pick-subject/", writing_views.pick_subject, name="pick-subject"),
    path("reports/name-subject/<int:pk>/", writing_views.name_subject, name="name-subject"),
    path("reports/register-subject/", writing_views.register_and_name, name="register-subject"),
    path("reports/<int:pk>/", views.detail, name="detail"),
    path("reports/<int:pk>/edit/", writing_views.edit, name="edit"),
    path("reports/<int:pk>/submit/", views.act_submit, name="submit"),
    path("reports/<int:pk>/return/", views.act_return, name="return"),
    path("reports/<int:pk>/disseminate/", views.act_disseminate, name="disseminate"),
    path("reports/<int:pk>/revise/", views.act_revise, name="revise"),
    path("reports/<int:pk>/withdraw/", views.act_withdraw, name="withdraw"),
    path("reports/<int:pk>/link/", views.act_link, name="link"),
    path("reports/<int:pk>/unlink/<int:link>/", views.act_unlink, name="unlink"),
]
