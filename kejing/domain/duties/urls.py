from django.urls import path

from kejing.domain.duties import views

app_name = "duties"
urlpatterns = [
    path("", views.my_duties, name="my_duties"),
    path("tasks/<int:task_id>/", views.task_page, name="task_page"),
    path("tasks/<int:task_id>/why/", views.explain_task, name="explain_task"),
    path("tasks/<int:task_id>/settle/", views.settle_task, name="settle_task"),
    path("tasks/<int:task_id>/excuse/", views.excuse_task, name="excuse_task"),
    path("team/", views.team_duties, name="team_duties"),
    path("team/<int:staff_id>/", views.person_duties, name="person_duties"),
    path("team/<int:staff_id>/why/", views.explain_share, name="explain_share"),
    path("units/", views.coverage, name="coverage"),
    path("calendar/", views.duty_calendar, name="duty_calendar"),
    path("calendar/add/", views.add_duty, name="add_duty"),
    path("calendar/generate/", views.generate_duties, name="generate_duties"),
    path("calendar/<int:duty_id>/", views.duty_page, name="duty_page"),
    path("calendar/<int:duty_id>/draft/", views.draft_duty, name="draft_duty"),
    path("versions/<int:version_id>/publish/", views.publish_duty, name="publish_duty"),
    path("versions/<int:version_id>/end/", views.end_duty, name="end_duty"),
]
