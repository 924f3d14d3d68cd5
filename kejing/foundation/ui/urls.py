from django.conf import settings
from django.urls import path

from kejing.foundation.ui import views

app_name = "ui"
urlpatterns = [
    path("language/", views.set_language, name="set_language"),
    path("more/", views.more, name="more"),
    path("panels/<str:slot>/<str:name>/<int:object_id>/", views.panel, name="panel"),
]
if settings.DEVELOPMENT or settings.TESTING:
    from kejing.foundation.ui import kit

    urlpatterns += kit.urlpatterns
