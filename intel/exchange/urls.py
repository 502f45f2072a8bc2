"""The pages of imports."""

from django.urls import path

from intel.exchange import views

app_name = "exchange"

urlpatterns = [
    path("imports/", views.import_list, name="imports"),
    path("imports/new/", views.new_import, name="new"),
    path("imports/<int:pk>/", views.import_run, name="import"),
    path("imports/<int:pk>/errors/", views.import_errors, name="errors"),
]
