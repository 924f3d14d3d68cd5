from django.urls import path

from kejing.domain.segments import views

app_name = "segments"
urlpatterns = [
    path("segments/", views.segment_list, name="segment_list"),
    path("segments/new/", views.define_segment, name="define_segment"),
    path("segments/<int:segment_id>/", views.segment_page, name="segment_page"),
    path("segments/<int:segment_id>/rule/", views.draft_rule, name="draft_rule"),
    path("segments/<int:segment_id>/list/", views.make_list, name="make_list"),
    path("segments/<int:segment_id>/prospects/", views.prospect_list, name="prospect_list"),
    path("segments/prospects/<int:prospect_id>/", views.move_prospect, name="move_prospect"),
    path("segments/versions/<int:version_id>/", views.trial_page, name="trial_page"),
    path("segments/versions/<int:version_id>/try/", views.try_version, name="try_version"),
    path("segments/versions/<int:version_id>/apply/", views.apply_segments, name="apply_segments"),
    path("segments/why/<int:customer_id>/<int:set_id>/", views.explain_membership, name="explain_membership"),
    path("target-lists/", views.target_lists, name="target_lists"),
    path("target-lists/<int:list_id>/", views.target_list, name="target_list"),
    path("target-lists/<int:list_id>/why/", views.explain_coverage, name="explain_coverage"),
    path("target-lists/targets/<int:target_id>/", views.mark_target, name="mark_target"),
    path("overdue/", views.overdue_list, name="overdue_list"),
    path("overdue/<int:customer_id>/why/", views.explain_overdue, name="explain_overdue"),
    path("overdue/answers/", views.late_answers, name="late_answers"),
    path("overdue/answers/<int:question_id>/why/", views.explain_answer, name="explain_answer"),
    path("service-standards/", views.standards, name="standards"),
    path("service-standards/<int:standard_id>/apply/", views.apply_standard, name="apply_standard"),
    path("load/", views.load_board, name="load_board"),
    path("load/<int:unit_id>/", views.balance_unit, name="balance_unit"),
    path("load/why/<int:holder_id>/", views.explain_load, name="explain_load"),
]
