"""Schemathesis against the document: nothing a program sends makes the API fail or answer other than it says."""

import os
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from schemathesis import Case
from schemathesis.openapi import from_dict
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from kejing.app.api.urls import api
from kejing.app.web.wsgi import application
from tests.api.conftest import Bearer, Ids

EXAMPLES = int(os.environ.get("KEJING_FUZZ", "10"))
"""For each operation and person. The nightly run asks for more, and for other ones each night."""
SAME = "KEJING_FUZZ" not in os.environ
schema = from_dict(api.get_openapi_schema(path_prefix="/api/v1/"))
schema.app = application


@pytest.mark.slow
@pytest.mark.parametrize("person", ["manager_a1", "branch_head_a"])
@schema.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, derandomize=SAME, suppress_health_check=list(HealthCheck))
def test_api(case: "Case[Any]", person: str, bearer: Bearer, ids: Ids, kept_connection: None) -> None:
    """What is well formed may still be refused: rules know more than the schema."""
    for part in (case.path_parameters, case.query, case.body):
        _aim(part, ids)
    passed_over = [positive_data_acceptance]
    if any(isinstance(value, dict) for value in (case.query or {}).values()):
        passed_over.append(
            negative_data_rejection
        )  # an address has no objects: what arrives is something else
    case.call_and_validate(headers=bearer(person) | {"Host": "testserver"}, excluded_checks=passed_over)


def _aim(part: Any, ids: Ids) -> None:
    """Put an id that exists where a well-formed one was made up: otherwise all would end at 404."""
    if isinstance(part, dict):
        for name in part.keys() & ids.keys():
            if isinstance(part[name], int) and 0 < part[name] < 2**63:
                part[name] = ids[name]
