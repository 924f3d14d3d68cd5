"""The API as its document tells it: operations under the names they have everywhere, refusals in one shape."""

from typing import Any

from ninja import NinjaAPI, Schema
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

REFUSALS = {
    400: "The request could not be read",
    401: "Sign in first",
    403: "The right for this is missing",
    404: "Not there, or not in scope",
    409: "Changed meanwhile, or sent before with other content",
    422: "Not valid, or against a rule; nothing was changed",
}


class DifferenceOut(Schema):
    """One field of a stale edit."""

    field: str
    yours: str
    theirs: str


class RefusalOut(Schema):
    """Why something was not done: a code for programs, a sentence in the reader's language, the field at fault."""

    code: str
    text: str
    field: str | None = None
    differences: list[DifferenceOut] | None = None


class Api(NinjaAPI):
    """An API whose document names each operation after its function and says how it refuses."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        document = super().get_openapi_schema(**options)
        refusal = RefusalOut.model_json_schema(ref_template="#/components/schemas/{model}")
        document["components"]["schemas"] |= refusal.pop("$defs") | {"RefusalOut": refusal}
        content = {"application/json": {"schema": {"$ref": "#/components/schemas/RefusalOut"}}}
        refusals = {status: {"description": text, "content": content} for status, text in REFUSALS.items()}
        for operations in document["paths"].values():
            for operation in operations.values():
                operation["responses"] = {**operation["responses"], **refusals}
        return document
