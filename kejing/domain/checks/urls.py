from django.urls import path

from kejing.domain.checks import views

app_name = "checks"
urlpatterns = [
    path("mine/", views.my_checks, name="my_checks"),
    path("spot/", views.spot_list, name="spot_list"),
    path("spot/<int:spot_check_id>/", views.spot_page, name="spot_page"),
    path("spot/why/<int:unit_id>/", views.explain_spots, name="explain_spots"),
    path("inspections/", views.inspection_list, name="inspection_list"),
    path("inspections/of/<int:staff_id>/", views.plan_inspection, name="plan_inspection"),
    path("inspections/<int:inspection_id>/", views.inspection_page, name="inspection_page"),
    path("inspections/<int:inspection_id>/begin/", views.open_inspection, name="open_inspection"),
    path("inspections/<int:inspection_id>/reply/", views.reply_inspection, name="reply_inspection"),
    path("coaching/", views.coaching_list, name="coaching_list"),
    path("coaching/of/<int:staff_id>/", views.record_coaching, name="record_coaching"),
    path("coaching/<int:coaching_id>/", views.coaching_page, name="coaching_page"),
    path("coaching/<int:coaching_id>/follow/", views.follow_coaching, name="follow_coaching"),
    path("questions/", views.question_list, name="question_list"),
    path("questions/<int:question_id>/", views.question_page, name="question_page"),
    path("questions/<int:question_id>/close/", views.close_question, name="close_question"),
    path("unread/", views.unread_logs, name="unread_logs"),
]
