from django.urls import path

from kejing.domain.plans import views

app_name = "plans"
urlpatterns = [
    path("", views.my_plans, name="my_plans"),
    path("new/", views.draft_plan, name="draft_plan"),
    path("approve/", views.approval_queue, name="approval_queue"),
    path("unit/", views.unit_plans, name="unit_plans"),
    path("binders/", views.binder_list, name="binder_list"),
    path("binders/bind/", views.bind_plans, name="bind_plans"),
    path("binders/<int:binder_id>/", views.binder_page, name="binder_page"),
    path("binders/<int:binder_id>/file/", views.binder_file, name="binder_file"),
    path("<int:plan_id>/", views.plan_page, name="plan_page"),
    path("<int:plan_id>/file/", views.plan_file, name="plan_file"),
    path("<int:plan_id>/add/", views.add_item, name="add_item"),
    path("<int:plan_id>/refresh/", views.refresh_draft, name="refresh_draft"),
    path("<int:plan_id>/submit/", views.submit_plan, name="submit_plan"),
    path("<int:plan_id>/decide/", views.decide_plan, name="decide_plan"),
    path("<int:plan_id>/amend/", views.amend_plan, name="amend_plan"),
    path("<int:plan_id>/why/<str:figure>/", views.explain_plan, name="explain_plan"),
    path("items/<int:item_id>/", views.change_item, name="change_item"),
    path("items/<int:item_id>/remove/", views.remove_item, name="remove_item"),
    path("items/<int:item_id>/outcome/", views.record_outcome, name="record_outcome"),
]
