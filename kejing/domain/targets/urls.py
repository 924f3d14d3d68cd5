from django.urls import path

from kejing.domain.targets import views

app_name = "targets"
urlpatterns = [
    path("", views.my_targets, name="my_targets"),
    path("people/<int:staff_id>/", views.person_targets, name="person_targets"),
    path("tree/", views.target_tree, name="target_tree"),
    path("themes/", views.theme_page, name="theme_page"),
    path("set/", views.set_target, name="set_target"),
    path("pick-unit/", views.pick_unit, name="pick_unit"),
    path("pick-person/", views.pick_person, name="pick_person"),
    path("<int:target_id>/", views.target_page, name="target_page"),
    path("<int:target_id>/parts/", views.target_parts, name="target_parts"),
    path("<int:target_id>/change/", views.change_target, name="change_target"),
    path("<int:target_id>/break-down/", views.cascade_target, name="cascade_target"),
    path("<int:target_id>/explain/<str:way>/", views.explain_difference, name="explain_difference"),
    path("<int:target_id>/why/", views.explain_target, name="explain_target"),
]
