from django.urls import path, register_converter

from kejing.domain.meetings import views
from kejing.domain.meetings.forms import DueDayConverter

register_converter(DueDayConverter, "dueday")

app_name = "meetings"
urlpatterns = [
    path("", views.meeting_list, name="meeting_list"),
    path("call/", views.call_meeting, name="call_meeting"),
    path("now/<slug:kind>/", views.hold_short, name="hold_short"),
    path("due/<slug:kind>/<int:unit_id>/<dueday:start>/why/", views.explain_due, name="explain_due"),
    path("actions/", views.action_list, name="action_list"),
    path("actions/<int:agreed_action_id>/", views.settle_action, name="settle_action"),
    path(
        "contributions/<int:contribution_id>/",
        views.comment_contribution,
        name="comment_contribution",
    ),
    path("<int:meeting_id>/", views.meeting_page, name="meeting_page"),
    path("<int:meeting_id>/print/", views.print_minutes, name="print_minutes"),
    path("<int:meeting_id>/figures/", views.figures_page, name="figures_page"),
    path("<int:meeting_id>/attendance/", views.take_attendance, name="take_attendance"),
    path("<int:meeting_id>/minutes/", views.write_minutes, name="write_minutes"),
    path("<int:meeting_id>/contribute/", views.add_contribution, name="add_contribution"),
    path("<int:meeting_id>/agree/", views.agree_action, name="agree_action"),
    path("<int:meeting_id>/sign/", views.sign_off, name="sign_off"),
    path("<int:meeting_id>/cancel/", views.cancel_meeting, name="cancel_meeting"),
    path("<int:meeting_id>/supplement/", views.add_supplement, name="add_supplement"),
]
