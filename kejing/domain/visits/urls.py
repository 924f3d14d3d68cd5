from django.urls import path, register_converter

from kejing.domain.visits import views
from kejing.domain.visits.forms import DayConverter

register_converter(DayConverter, "day")

app_name = "visits"
urlpatterns = [
    path("my-day/", views.my_day, name="my_day"),
    path("visits/", views.visit_list, name="visit_list"),
    path("visits/plan/", views.plan_visit, name="plan_visit"),
    path("visits/record/", views.record_visit, name="record_visit"),
    path("visits/<int:visit_id>/", views.visit_page, name="visit_page"),
    path("visits/<int:visit_id>/record/", views.record_planned, name="record_planned"),
    path("visits/<int:visit_id>/move/", views.reschedule_visit, name="reschedule_visit"),
    path("visits/<int:visit_id>/cancel/", views.cancel_visit, name="cancel_visit"),
    path("visits/<int:visit_id>/correct/", views.correct_visit, name="correct_visit"),
    path("visits/<int:visit_id>/check-in/", views.check_in, name="check_in"),
    path("visits/<int:visit_id>/check-out/", views.check_out, name="check_out"),
    path("visits/drop-in/<int:customer_id>/", views.drop_in, name="drop_in"),
    path("visits/<int:visit_id>/photo/", views.add_photo, name="add_photo"),
    path("visits/photos/<int:photo_id>/", views.show_photo, name="show_photo"),
    path("visits/etiquette/<int:customer_id>/", views.note_etiquette, name="note_etiquette"),
    path("visits/<int:visit_id>/finding/", views.add_finding, name="add_finding"),
    path("my-day/route/", views.route_of_day, name="route_of_day"),
    path("my-day/route/<int:visit_id>/", views.move_in_route, name="move_in_route"),
    path("visits/evidence/<int:customer_id>/", views.evidence_sheet, name="evidence_sheet"),
    path("visits/internal/", views.internal_list, name="internal_list"),
    path("visits/internal/record/", views.log_internal, name="log_internal"),
    path("visits/<int:visit_id>/first-contact/", views.prepare_first_contact, name="prepare_first_contact"),
    path("findings/", views.finding_list, name="finding_list"),
    path("findings/<int:finding_id>/", views.finding_page, name="finding_page"),
    path("findings/<int:finding_id>/check/", views.check_finding, name="check_finding"),
    path("findings/<int:finding_id>/escalate/", views.escalate_finding, name="escalate_finding"),
    path("findings/<int:finding_id>/answer/", views.answer_finding, name="answer_finding"),
    path("logs/", views.my_logs, name="my_logs"),
    path("logs/<day:day>/", views.submit_log, name="submit_log"),
    path("logs/<day:day>/correct/", views.correct_log, name="correct_log"),
    path("logs/view/<int:log_id>/", views.log_page, name="log_page"),
    path("logs/review/", views.review_queue, name="review_queue"),
    path("logs/review/why/", views.explain_reviews, name="explain_reviews"),
    path("team/", views.team_board, name="team_board"),
    path("team/crossed/", views.crossed_contacts, name="crossed_contacts"),
    path("team/development/", views.development, name="development"),
    path("team/time/", views.time_board, name="time_board"),
    path("team/<int:staff_id>/time/", views.time_use, name="time_use"),
    path("team/<int:staff_id>/time/why/", views.explain_time, name="explain_time"),
    path("team/field/", views.field_board, name="field_board"),
    path("team/<int:staff_id>/field/", views.field_page, name="field_page"),
    path("team/<int:staff_id>/field/<str:figure>/", views.explain_field, name="explain_field"),
    path("team/<int:staff_id>/", views.person_page, name="person_page"),
    path("team/<int:staff_id>/why/<str:figure>/", views.explain_rate, name="explain_rate"),
]
