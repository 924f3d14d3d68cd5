"""The kit alone: its tests need no module above it."""

from django.urls import include, path

urlpatterns = [path("ui/", include("kejing.foundation.ui.urls"))]
handler400 = "kejing.foundation.ui.responses.bad_request"
handler403 = "kejing.foundation.ui.responses.forbidden"
handler404 = "kejing.foundation.ui.responses.not_found"
handler500 = "kejing.foundation.ui.responses.server_error"
