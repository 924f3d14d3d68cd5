from django.urls import path

from kejing.domain.org import views

app_name = "org"
urlpatterns = [
    path("", views.organisation, name="organisation"),
    path("people/add/", views.add_person, name="add_person"),
]
