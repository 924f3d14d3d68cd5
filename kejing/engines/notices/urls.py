from django.urls import path

from kejing.engines.notices.views import endpoints, inbox

app_name = "notices"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("bell/", inbox.bell, name="bell"),
    path("choose/", inbox.choose, name="choose"),
    path("read/", inbox.mark_all, name="mark_all"),
    path("<int:notice_id>/", inbox.notice_page, name="notice_page"),
    path("<int:notice_id>/open/", inbox.open_notice, name="open_notice"),
    path("<int:notice_id>/mark/", inbox.mark_notice, name="mark_notice"),
    # For the administrator
    path("endpoints/", endpoints.endpoint_list, name="endpoint_list"),
    path("endpoints/add/", endpoints.add_endpoint, name="add_endpoint"),
    path("endpoints/<int:endpoint_id>/", endpoints.endpoint_page, name="endpoint_page"),
    path("endpoints/<int:endpoint_id>/change/", endpoints.change_endpoint, name="change_endpoint"),
    path("endpoints/<int:endpoint_id>/secret/", endpoints.renew_secret, name="renew_secret"),
    path("endpoints/<int:endpoint_id>/test/", endpoints.try_endpoint, name="try_endpoint"),
    path("dead/", endpoints.dead_list, name="dead_list"),
    path("dead/<int:delivery_id>/retry/", endpoints.retry_delivery, name="retry_delivery"),
]
