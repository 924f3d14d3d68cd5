from django.urls import path

from kejing.domain.customers import views

app_name = "customers"
urlpatterns = [
    path("", views.customer_list, name="customer_list"),
    path("pick/", views.pick_customer, name="pick_customer"),
    path("pick-unit/", views.pick_unit, name="pick_unit"),
    path("pick-holder/", views.pick_holder, name="pick_holder"),
    path("unmaskings/", views.unmasking_list, name="unmasking_list"),
    path("<int:customer_id>/unmask/<str:field>/", views.unmask_field, name="unmask_field"),
    path("<int:customer_id>/", views.customer_page, name="customer_page"),
    path("<int:customer_id>/assign/", views.assign_customer, name="assign_customer"),
]
