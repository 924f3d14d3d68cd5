from django.conf import settings
from django.urls import path

from kejing.foundation.ui import views

app_name = "ui"
urlpatterns = [
    path("language/", views.set_language, name="set_language"),
    path("more/", views.more, name="more"),
    path("views/", views.view_list, name="view_list"),
    path("views/save/", views.save_view, name="save_view"),
    path("views/<int:view_id>/", views.change_view, name="change_view"),
    path("views/<int:view_id>/delete/", views.delete_view, name="delete_view"),
    path("panels/<str:slot>/<str:name>/<int:object_id>/", views.panel, name="panel"),
]
if settings.DEVELOPMENT or settings.TESTING:
    from kejing.foundation.ui import kit

    urlpatterns += kit.urlpatterns
