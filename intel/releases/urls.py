"""The pages of releases."""

from django.urls import path

from intel.releases import consent_views, correction_views, request_views, views
from intel.releases.answers.views import act_answer
from intel.releases.emergency import views as emergency
from intel.releases.outside import views as outside

app_name = "releases"

urlpatterns = [
    path("releases/", views.release_list, name="list"),
    path("releases/requests/", request_views.request_list, name="requests"),
    path("releases/requests/new/", request_views.new, name="new"),
    path("releases/requests/<int:pk>/", request_views.detail, name="request"),
    path("releases/requests/<int:pk>/edit/", request_views.edit, name="edit"),
    path("releases/requests/<int:pk>/submit/", request_views.act_submit, name="submit"),
    path("releases/requests/<int:pk>/return/", request_views.act_return, name="return"),
    path("releases/requests/<int:pk>/send/", request_views.act_send, name="send"),
    path("releases/requests/<int:pk>/withdraw/", request_views.act_withdraw, name="withdraw"),
    path("releases/requests/<int:pk>/release/", request_views.act_release, name="release-it"),
    path("releases/requests/<int:pk>/refuse/", request_views.act_refuse, name="refuse"),
    path("releases/requests/<int:pk>/emergency/", emergency.release, name="release-in-emergency"),
    path("releases/emergencies/", emergency.emergency_list, name="emergencies"),
    path("releases/emergencies/<int:pk>/", emergency.emergency, name="emergency"),
    path("releases/emergencies/<int:pk>/justify/", emergency.act_justify, name="justify"),
    path("releases/emergencies/<int:pk>/not-justify/", emergency.act_not_justify, name="not-justify"),
    path("releases/disclosures/", emergency.disclosure_list, name="disclosures"),
    path("releases/disclosures/<int:pk>/", emergency.disclosure, name="disclosure"),
    path("releases/emergency-counts/", emergency.count_list, name="emergency-counts"),
    path("releases/emergency-counts/<int:pk>/", emergency.count, name="emergency-count"),
    path("releases/consents/", consent_views.consent_list, name="consents"),
    path("releases/consents/<int:pk>/", consent_views.detail, name="consent"),
    path("releases/consents/<int:pk>/agree/", consent_views.act_consent, name="agree"),
    path("releases/consents/<int:pk>/ask-on/", consent_views.act_ask_on, name="ask-on"),
    path("releases/consents/<int:pk>/take-back/", consent_views.act_take_back, name="take-back"),
    path("releases/consents/<int:pk>/decline/", consent_views.act_decline, name="decline"),
    path("releases/outside/", outside.body_list, name="bodies"),
    path("releases/<int:pk>/link/", outside.act_link, name="link"),
    path("releases/<int:pk>/paper/", outside.act_paper, name="paper"),
    path("taken/<str:word>/", outside.taken, name="taken"),
    path("releases/certificate/", views.certificate, name="certificate"),
    path("releases/answers/<int:pk>/", act_answer, name="answer"),
    path("releases/<int:pk>/", views.detail, name="release"),
    path("releases/<int:pk>/copy/", views.copy, name="copy"),
    path("releases/<int:pk>/acknowledge/", views.act_acknowledge, name="acknowledge"),
    path("releases/<int:pk>/receipt/", views.act_receipt, name="receipt"),
    path("releases/<int:pk>/correct/", correction_views.correct, name="correct"),
    path("releases/<int:pk>/recall/", views.act_recall, name="recall"),
    path("releases/<int:pk>/end/", views.act_end, name="end"),
]
