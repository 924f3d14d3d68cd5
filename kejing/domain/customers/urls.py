from django.urls import path

from kejing.domain.customers import views

app_name = "customers"
urlpatterns = [
    path("", views.customer_list, name="customer_list"),
    path("pick/", views.pick_customer, name="pick_customer"),
    path("check/", views.check_duplicate, name="check_duplicate"),
    path("duplicates/", views.duplicate_queue, name="duplicate_queue"),
    path("duplicates/search/", views.request_duplicates, name="request_duplicates"),
    path("duplicates/progress/", views.duplicate_progress, name="duplicate_progress"),
    path("duplicates/<int:pair_id>/", views.duplicate_pair, name="duplicate_pair"),
    path("duplicates/<int:pair_id>/decide/", views.decide_pair, name="decide_pair"),
    path("merges/<int:merge_id>/undo/", views.unmerge_customer, name="unmerge_customer"),
    path("<int:customer_id>/", views.customer_page, name="customer_page"),
    path("<int:customer_id>/assign/", views.assign_customer, name="assign_customer"),
]
