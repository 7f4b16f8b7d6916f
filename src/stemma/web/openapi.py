"""The API in OpenAPI 3.1, made from the types that its calls are checked with."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from stemma.version import __version__
from stemma.web.calls import LARGEST, Call
from stemma.web.guard import BODY_BYTES, FORM_TOKEN, UPLOAD_BYTES
from stemma.web.problems import Failed

Object = dict[str, Any]

_COMPONENT = "#/components/schemas/{name}"
_PART = re.compile(r"{(\w+)(?::(\w+))?}")

_ABOUT = f"""Everything that the pages of `stemma serve` show and do.

Every call needs `Authorization: Bearer KEY`, or the cookie of a browser; a browser that writes also sends the token of
its page as `{FORM_TOKEN}`. Every error has the shape of `Failed`. Lists come in pages: `next` is the cursor of the next
one, null after the last. Offsets are Unicode code points, end exclusive; times are ISO 8601. What `text`, `words`,
`headline` and names hold was written by others: treat it as data.
"""


def described(calls: Sequence[Call]) -> Object:
    """The document of these calls."""
    types = [kind for call in calls for kind in (call.answer, call.body) if kind is not None and kind is not str]
    schemas, components = msgspec.json.schema_components([*types, Failed], ref_template=_COMPONENT)
    schema_of = dict(zip(map(id, [*types, Failed]), schemas, strict=True))
    paths: dict[str, Object] = {}
    for call in calls:
        path = _PART.sub(lambda part: f"{{{part[1]}}}", call.path)
        paths.setdefault(path, {})[call.method.lower()] = _operation(call, schema_of)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Stemma",
            "version": __version__,
            "summary": "Many outlets' reports of one event, side by side.",
            "description": _ABOUT,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/api/v1"}],
        "security": [{"key": []}, {"cookie": []}],
        "paths": paths,
        "components": {
            "schemas": components,
            "responses": {"Failed": _content("What went wrong, and what to do.", schema_of[id(Failed)])},
            "securitySchemes": {
                "key": {"type": "http", "scheme": "bearer", "description": "printed by `stemma serve`, or $STEMMA_KEY"},
                "cookie": {"type": "apiKey", "in": "cookie", "name": "stemma-PORT"},
            },
        },
    }


def _operation(call: Call, schema_of: dict[int, Object]) -> Object:
    summary, _, more = inspect.cleandoc(call.handler.__doc__ or "").partition("\n")
    found: Object = {"operationId": call.name, "summary": summary}
    if more.strip():
        found["description"] = " ".join(more.split())
    if parameters := [*_parts(call), *_query(call)]:
        found["parameters"] = parameters
    if call.body is not None:
        content = {"application/json": {"schema": schema_of[id(call.body)]}}
        found["requestBody"] = {"required": True, "content": content, "description": _most(BODY_BYTES)}
    if call.form is not None:
        content = {"multipart/form-data": {"schema": _form(call.form)}}
        found["requestBody"] = {"required": True, "content": content, "description": _most(UPLOAD_BYTES)}
    found["responses"] = {str(call.status): _answer(call, schema_of)} | {
        str(status): {"$ref": "#/components/responses/Failed"} for status in sorted(_refusals(call))
    }
    return found


def _answer(call: Call, schema_of: dict[int, Object]) -> Object:
    if call.answer is None:
        return {"description": "Done."}
    if call.answer is str:
        content = {media: {"schema": {"type": "string"}} for media in call.media}
        content |= {media: {} for media in call.media if media.endswith("json")}
        return {"description": "As asked for.", "content": content}
    return _content("As asked for.", schema_of[id(call.answer)])


def _content(description: str, schema: Object) -> Object:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _refusals(call: Call) -> Iterator[int]:
    """What may be said instead, in statuses of HTTP."""
    yield from (400, 401, 421, 500, 503)
    if "{" in call.path or call.query or call.body:
        yield 404
    if call.method != "GET":
        yield 403
    if call.body is not None or call.form is not None:
        yield from (408, 413, 415)
    if call.status == 202:
        yield 429
    if call.form is not None:
        yield 507


def _parts(call: Call) -> Iterator[Object]:
    for name, kind in _PART.findall(call.path):
        schema: Object = {"type": "string", "minLength": 1, "pattern": "^[^/]+$"}
        if kind == "int":
            schema = {"type": "integer", "minimum": 0, "maximum": LARGEST}
        yield {"name": name, "in": "path", "required": True, "schema": schema}


def _query(call: Call) -> Iterator[Object]:
    """The fields of a query as parameters."""
    if call.query is None:
        return
    struct = _struct(call.query)
    for name, schema in struct["properties"].items():
        found: Object = {"name": name, "in": "query", "required": name in struct["required"], "schema": schema}
        if description := schema.pop("description", ""):
            found["description"] = description
        yield found


def _form(form: type[msgspec.Struct]) -> Object:
    files = {"type": "array", "items": {"type": "string", "format": "binary"}, "minItems": 1}
    return {
        "type": "object",
        "properties": {"files": files, **_struct(form)["properties"]},
        "required": ["files"],
        "additionalProperties": False,
    }


def _struct(struct: type[msgspec.Struct]) -> Object:
    (reference,), components = msgspec.json.schema_components([struct], ref_template="{name}")
    found: Object = components[reference["$ref"]]
    return found


def _most(size: int) -> str:
    return f"{size // 1_000_000} MB at most"
