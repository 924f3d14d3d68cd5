from django.urls import path

from kejing.domain.customers import views

app_name = "customers"
urlpatterns = [
    path("", views.customer_list, name="customer_list"),
    path("pick/", views.pick_customer, name="pick_customer"),
    path("<int:customer_id>/", views.customer_page, name="customer_page"),
    path("<int:customer_id>/assign/", views.assign_customer, name="assign_customer"),
]
