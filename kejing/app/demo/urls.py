from django.urls import path

from kejing.app.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.cast, name="cast"),
    path("sign-in/<slug:key>/", views.sign_in_as, name="sign_in_as"),
    path("progress/", views.filling, name="filling"),
]
