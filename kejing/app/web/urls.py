"""Where each module's pages hang."""

from django.conf import settings
from django.urls import include, path

from kejing.app.api.urls import routes
from kejing.app.web import first_steps, health, trail, views

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("search", views.search, name="search"),
    path("trail/", trail.journal, name="journal"),
    path("trail/verify/", trail.verify_trail, name="verify_trail"),
    path("trail/<int:line_id>/", trail.journal_line, name="journal_line"),
    path("first-steps/", first_steps.first_steps, name="first_steps"),
    path("organisation/", include("kejing.domain.org.urls")),
    path("ui/", include("kejing.foundation.ui.urls")),
    path("imports/", include("kejing.engines.interchange.urls")),
    path("exports/", include("kejing.engines.interchange.exports.urls")),
    path("api/v1/", routes),
    path("customers/", include("kejing.domain.customers.urls")),
    path("targets/", include("kejing.domain.targets.urls")),
    path("duties/", include("kejing.domain.duties.urls")),
    path("plans/", include("kejing.domain.plans.urls")),
    path("checks/", include("kejing.domain.checks.urls")),
    path("meetings/", include("kejing.domain.meetings.urls")),
    path("notices/", include("kejing.engines.notices.urls")),
    path("", include("kejing.foundation.identity.urls")),
    path("", include("kejing.domain.visits.urls")),
    path("relations/", include("kejing.domain.relations.urls")),
    path("", include("kejing.domain.performance.urls")),
    path("", include("kejing.domain.segments.urls")),
]
if settings.DEMO:
    urlpatterns += [path("demo/", include("kejing.app.demo.urls"))]

handler400 = "kejing.foundation.ui.responses.bad_request"
handler403 = "kejing.foundation.ui.responses.forbidden"
handler404 = "kejing.foundation.ui.responses.not_found"
handler500 = "kejing.foundation.ui.responses.server_error"
