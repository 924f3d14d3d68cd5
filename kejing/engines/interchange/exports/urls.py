from django.urls import path

from kejing.engines.interchange.exports import views

app_name = "exports"
urlpatterns = [
    path("", views.export_list, name="export_list"),
    path("approvals/", views.approval_list, name="approval_list"),
    path("register/", views.export_register, name="export_register"),
    path("trace/", views.trace_export, name="trace_export"),
    path("new/<str:target>/", views.ask_export, name="ask_export"),
    path("<int:export_id>/", views.export_page, name="export_page"),
    path("<int:export_id>/decide/", views.decide_export, name="decide_export"),
    path("<int:export_id>/make/", views.make_approved, name="make_approved"),
    path("<int:export_id>/file/", views.fetch_export, name="fetch_export"),
]
