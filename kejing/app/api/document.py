"""The API as its document tells it: operations under the names they have everywhere, refusals in one shape."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from ninja import NinjaAPI, Schema
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.parser import Parser

from kejing.foundation.kernel.errors import KernelRefusal, Refused

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


class PlainParser(Parser):
    """A body is an object, a parameter is given once, and no text has a zero byte, which PostgreSQL does not store."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        body = super().parse_body(request)
        if not isinstance(body, dict):
            raise ValueError("a body is an object")  # noqa: TRY004  # ninja answers any error here with 400
        return _plain(body)

    def parse_querydict(
        self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:
        for name in data.keys() - set(list_fields):
            if len(data.getlist(name)) > 1:
                raise Refused(KernelRefusal.GIVEN_TWICE, field=name.replace("\0", ""))
        return _plain(super().parse_querydict(data, list_fields, request))


def _plain(parts: dict[str, Any]) -> dict[str, Any]:
    for name, part in parts.items():
        if any("\0" in text for text in _texts((name, part))):
            raise Refused(KernelRefusal.ZERO_BYTE, field=name.replace("\0", ""))
    return parts


def _texts(part: object) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        yield from _texts([*part.items()])
    elif isinstance(part, list | tuple):
        for inner in part:
            yield from _texts(inner)


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
