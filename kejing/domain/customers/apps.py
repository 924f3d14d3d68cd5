from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "kejing.domain.customers"
    label = "customers"
