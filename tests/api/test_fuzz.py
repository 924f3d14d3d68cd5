import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.openapi import from_dict, from_wsgi
from kejing.app.api.urls import api
from kejing.app.web.wsgi import application
from tests.cast import Cast
schema = from_dict(api.get_openapi_schema(path_prefix="/api/v1/"))
schema.app = application

@pytest.fixture
def cookie(cast):
    c = cast["manager_a1"].client
    return "; ".join(f"{k}={v.value}" for k,v in c.cookies.items())

@schema.parametrize()
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_api(case, cookie, db):
    case.call_and_validate(headers={"Cookie": cookie, "Host":"testserver"})
