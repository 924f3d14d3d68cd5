from django.urls import path

from kejing.domain.org import views

app_name = "org"
urlpatterns = [
    path("", views.organisation, name="organisation"),
    path("invitations/", views.invitations, name="invitations"),
    path("people/add/", views.add_person, name="add_person"),
]
