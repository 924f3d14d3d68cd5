from django.urls import path

from kejing.foundation.identity import views

app_name = "identity"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("set-password/<str:secret>/", views.set_password, name="set_password"),
]
