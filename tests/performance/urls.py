"""The product's pages, and beside them the bare one."""

from django.urls import path

from kejing.app.web import urls as product
from kejing.app.web.urls import handler400, handler403, handler404, handler500
from tests.performance.bare import customers

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [path("bare/customers/", customers), *product.urlpatterns]
