from django.urls import path, register_converter

from kejing.domain.performance import views
from kejing.domain.performance.forms import MonthConverter

register_converter(MonthConverter, "month")

app_name = "performance"
urlpatterns = [
    path("results/", views.my_result, name="my_result"),
    path("results/team/", views.team_ranking, name="team_ranking"),
    path("results/<month:month>/", views.my_result, name="my_result"),
    path("results/<month:month>/team/", views.team_ranking, name="team_ranking"),
    path("results/<month:month>/<int:staff_id>/", views.person_result, name="person_result"),
    path("results/<month:month>/<int:staff_id>/why/", views.why_points, name="why_points"),
    path("results/<month:month>/<int:staff_id>/why/<slug:metric>/", views.why_metric, name="why_metric"),
    path("results/<month:month>/<int:staff_id>/<slug:metric>/", views.evidence, name="evidence"),
    path("close/", views.close, name="close"),
    path("close/<month:month>/progress/", views.close_progress, name="close_progress"),
]
