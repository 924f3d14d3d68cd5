from django.urls import path, register_converter

from kejing.domain.relations import views
from kejing.domain.relations.queries import Indicator


class IndicatorConverter:
    """A figure in an address: `foresight`, `influence`."""

    regex = "|".join(Indicator)

    def to_python(self, value: str) -> Indicator:
        return Indicator(value)

    def to_url(self, value: str) -> str:
        return str(value)


register_converter(IndicatorConverter, "indicator")

app_name = "relations"
urlpatterns = [
    path("<int:customer_id>/", views.relation_page, name="relation_page"),
    path("<int:customer_id>/why/", views.explain_relation, name="explain_relation"),
    path("<int:customer_id>/history/", views.customer_history, name="customer_history"),
    path("<int:customer_id>/rate/", views.rate_relation, name="rate_relation"),
    path("<int:customer_id>/stage/", views.change_stage, name="change_stage"),
    path("needs/", views.compare_needs, name="compare_needs"),
    path("<int:customer_id>/needs/", views.customer_needs, name="customer_needs"),
    path("<int:customer_id>/needs/add/", views.add_need, name="add_need"),
    path("needs/<int:need_id>/", views.change_need, name="change_need"),
    path("promises/", views.promises_due, name="promises_due"),
    path("<int:customer_id>/promises/add/", views.make_promise, name="make_promise"),
    path("promises/<int:promise_id>/", views.settle_promise, name="settle_promise"),
    path("<int:customer_id>/questions/add/", views.ask_question, name="ask_question"),
    path("questions/<int:question_id>/", views.answer_question, name="answer_question"),
    path("<int:customer_id>/plan/", views.write_plan, name="write_plan"),
    path("<int:customer_id>/goals/add/", views.set_goal, name="set_goal"),
    path("goals/<int:goal_id>/", views.change_goal, name="change_goal"),
    path("<int:customer_id>/messages/add/", views.log_message, name="log_message"),
    path("<int:customer_id>/resources/add/", views.add_resource, name="add_resource"),
    path("resources/<int:resource_id>/use/", views.use_resource, name="use_resource"),
    path("signals/", views.risk_signals, name="risk_signals"),
    path("<int:customer_id>/signals/add/", views.raise_signal, name="raise_signal"),
    path("signals/<int:signal_id>/", views.change_signal, name="change_signal"),
    path("signals/<int:signal_id>/why/", views.explain_signal, name="explain_signal"),
    path("<int:customer_id>/events/add/", views.record_event, name="record_event"),
    path("indicators/", views.indicators, name="indicators"),
    path("indicators/<int:holder_id>/<indicator:figure>/", views.explain_indicator, name="explain_indicator"),
    path("<int:customer_id>/analyses/add/", views.analyse_customer, name="analyse_customer"),
    path("analyses/<int:analysis_id>/", views.analysis_page, name="analysis_page"),
    path("<int:customer_id>/contacts/<int:contact_id>/", views.set_communication, name="set_communication"),
    path("<int:customer_id>/contacts/<int:contact_id>/stance/", views.note_stance, name="note_stance"),
    path("<int:customer_id>/negotiations/add/", views.open_negotiation, name="open_negotiation"),
    path("negotiations/<int:negotiation_id>/", views.negotiation_page, name="negotiation_page"),
    path("negotiations/<int:negotiation_id>/limits/", views.set_limits, name="set_limits"),
    path("negotiations/<int:negotiation_id>/rounds/add/", views.add_round, name="add_round"),
    path("negotiations/<int:negotiation_id>/end/", views.close_negotiation, name="close_negotiation"),
]
