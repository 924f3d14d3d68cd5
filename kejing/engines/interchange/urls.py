from django.urls import path

from kejing.engines.interchange import views

app_name = "interchange"
urlpatterns = [
    path("", views.import_list, name="import_list"),
    path("new/", views.bring_files, name="bring_files"),
    path("files/<int:intake_id>/", views.import_course, name="import_course"),
    path("files/<int:intake_id>/columns/", views.map_columns, name="map_columns"),
    path("files/<int:intake_id>/read/", views.read_again, name="read_again"),
    path("files/<int:intake_id>/sheet/", views.choose_sheet, name="choose_sheet"),
    path("<int:import_run_id>/", views.import_page, name="import_page"),
    path("<int:import_run_id>/run/", views.run_tried, name="run_tried"),
    path("<int:import_run_id>/undo/", views.undo_import, name="undo_import"),
    path("<int:import_run_id>/faults.csv", views.import_errors, name="import_errors"),
    path("<int:import_run_id>/to-correct.csv", views.rows_to_correct, name="rows_to_correct"),
]
