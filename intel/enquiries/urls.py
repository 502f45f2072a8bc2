"""The pages of requests for information."""

from django.urls import path

from intel.enquiries import answering_views, views, writing_views

app_name = "enquiries"

urlpatterns = [
    path("requests/", writing_views.asked, name="asked"),
    path("requests/received/", views.received, name="received"),
    path("requests/new/", writing_views.new, name="new"),
    path("requests/<int:pk>/", writing_views.detail, name="detail"),
    path("requests/<int:pk>/edit/", writing_views.edit, name="edit"),
    path("requests/<int:pk>/submit/", writing_views.act_submit, name="submit"),
    path("requests/<int:pk>/return/", writing_views.act_return, name="return"),
    path("requests/<int:pk>/send/", writing_views.act_send, name="send"),
    path("requests/<int:pk>/drop/", writing_views.act_drop, name="drop"),
    path("enquiries/<int:pk>/", views.enquiry, name="enquiry"),
    path("enquiries/<int:pk>/acknowledge/", views.act_acknowledge, name="acknowledge"),
    path("enquiries/<int:pk>/take-up/", views.act_take_up, name="take-up"),
    path("enquiries/<int:pk>/answer/", answering_views.propose, name="answer"),
    path("enquiries/<int:pk>/nothing-held/", views.act_nothing_held, name="nothing-held"),
    path("enquiries/<int:pk>/close/", views.act_close, name="close"),
    path("enquiries/<int:pk>/recall/", views.act_recall, name="recall"),
    path("enquiries/<int:pk>/ask-to-pass-on/", views.act_ask_to_pass_on, name="ask-to-pass-on"),
    path("enquiries/<int:pk>/let-pass-on/", views.act_let_pass_on, name="let-pass-on"),
    path("enquiries/<int:pk>/decline-passing-on/", views.act_decline_passing_on, name="decline-passing-on"),
    path("enquiries/<int:pk>/note/", views.act_note, name="note"),
    path("answers/<int:pk>/give/", answering_views.act_give, name="give-answer"),
    path("answers/<int:pk>/return/", answering_views.act_return, name="return-answer"),
    path("answers/<int:pk>/retract/", answering_views.act_retract, name="retract-answer"),
]
