from django.urls import path

from kejing.domain.org import views
from kejing.domain.org.views import leave

app_name = "org"
urlpatterns = [
    path("", views.organisation, name="organisation"),
    path("invitations/", views.invitations, name="invitations"),
    path("people/add/", views.add_person, name="add_person"),
    # Who acts for whom, where units are
    path("people/pick/", views.pick_person, name="pick_person"),
    path("covers/", views.cover_list, name="cover_list"),
    path("covers/arrange/", views.arrange_cover, name="arrange_cover"),
    path("covers/<int:cover_id>/", views.cover_page, name="cover_page"),
    path("covers/<int:cover_id>/end/", views.end_cover, name="end_cover"),
    path("units/<int:unit_id>/place/", views.set_unit_place, name="set_unit_place"),
    # Leave
    path("absences/", leave.absence_list, name="absence_list"),
    path("absences/ask/", leave.ask_absence, name="ask_absence"),
    path("absences/enter/", leave.enter_absence, name="enter_absence"),
    path("absences/waiting/", leave.absence_queue, name="absence_queue"),
    path("absences/calendar/", leave.absence_calendar, name="absence_calendar"),
    path("absences/<int:absence_id>/", leave.absence_page, name="absence_page"),
    path("absences/<int:absence_id>/decide/", leave.decide_absence, name="decide_absence"),
    path("absences/<int:absence_id>/cancel/", leave.cancel_absence, name="cancel_absence"),
    path("absences/<int:absence_id>/end/", leave.end_absence, name="end_absence"),
]
