from django.urls import path

from kejing.domain.org import views

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
]
