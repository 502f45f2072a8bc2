"""The pages of alerts."""

from django.urls import path

from intel.alerts import views, writing_views

app_name = "alerts"

urlpatterns = [
    path("alerts/", views.alert_list, name="list"),
    path("alerts/new/", writing_views.new_alert, name="new"),
    path("alerts/pick-subject/", writing_views.pick_subject, name="pick-subject"),
    path("alerts/who-will-see/", writing_views.who_will_see_it, name="who-will-see"),
    path("alerts/<int:pk>/", views.detail, name="detail"),
    path("alerts/<int:pk>/edit/", writing_views.edit, name="edit"),
    path("alerts/<int:pk>/submit/", views.act_submit, name="submit"),
    path("alerts/<int:pk>/return/", views.act_return, name="return"),
    path("alerts/<int:pk>/issue/", views.act_issue, name="issue"),
    path("alerts/<int:pk>/revise/", views.act_revise, name="revise"),
    path("alerts/<int:pk>/suspend/", views.act_suspend, name="suspend"),
    path("alerts/<int:pk>/resume/", views.act_resume, name="resume"),
    path("alerts/<int:pk>/withdraw/", views.act_withdraw, name="withdraw"),
]
