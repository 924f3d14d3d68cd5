from django.urls import path

from kejing.engines.interchange import views

app_name = "interchange"
urlpatterns = [
    path("", views.import_list, name="import_list"),
    path("new/", views.try_import, name="try_import"),
    path("<int:import_run_id>/", views.import_page, name="import_page"),
    path("<int:import_run_id>/run/", views.run_tried, name="run_tried"),
    path("<int:import_run_id>/faults.csv", views.import_errors, name="import_errors"),
]
