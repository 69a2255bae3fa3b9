"""The JSON API: its operations as a table, which also is its OpenAPI document."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from kg.model import ENTITY_TYPES, Factuality
from kg.serve.answers import RequestError

PAGE, LARGEST_PAGE, LONGEST = 50, 200, 500
LONGEST_CURSOR = 10_000


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter in the address: text, unless it is a number, yes or no, or one of a few."""

    name: str
    about: str
    kind: str = "string"
    required: bool = False
    choices: tuple[str, ...] = ()
    default: Any = None
    longest: int = LONGEST
    pattern: str = ""
    argument: str = ""  # what the worker calls it, where it has another name there


@dataclass(frozen=True, slots=True)
class Operation:
    """A path under /api with the operation of the worker that answers it."""

    path: str
    name: str
    summary: str
    parameters: tuple[Parameter, ...]
    item: str = "Record"
    paged: bool = False


WORD = "[^\\u0000-\\u0020]"  # something to see, said so that all dialects agree
LIMIT = Parameter("limit", f"Items on a page, 1 to {LARGEST_PAGE}.", "integer", default=PAGE)
CURSOR = Parameter(
    "cursor", "Where to go on: `next` of the page before.",
    longest=LONGEST_CURSOR, pattern="^([0-9a-f][0-9a-f])*$",
)  # fmt: skip
NAME = "Label, alias, id (ent:…) or IRI of an entity"
PARTS = (
    Parameter("subject", f"{NAME}."),
    Parameter("predicate", "Words, lemma, id (rel:…) or IRI of a relation."),
    Parameter("object", f"{NAME}."),
)

OPERATIONS = (
    Operation(
        "/api/entities", "entities", "Entities, sorted by IRI.",
        (
            Parameter("type", "Only of this type.", choices=ENTITY_TYPES),
            Parameter("q", "Only with a name that holds this text."),
            LIMIT, CURSOR,
        ),
        "Entity", paged=True,
    ),
    Operation(
        "/api/statements", "statements", "Statements with their evidence, sorted by IRI.",
        (
            *PARTS,
            Parameter("factuality", "Only these.", choices=get_args(Factuality)),
            LIMIT, CURSOR,
        ),
        "Statement", paged=True,
    ),
    Operation(
        "/api/documents", "documents",
        "Documents without their texts, sorted by IRI; or one of them with its text.",
        (
            Parameter("document", "Only this, with its text: id (doc:…), IRI, file name or title."),
            LIMIT, CURSOR,
        ),
        "Document", paged=True,
    ),
    Operation(
        "/api/explain", "explain", "Who says or denies a statement, in which sentence.",
        (
            Parameter("subject", f"{NAME}; or the id of a statement (st:…).", required=True,
                      pattern=WORD),
            *PARTS[1:],
        ),
        "Statement",
    ),
    Operation(
        "/api/path", "path", "The statements on a shortest way between two entities.",
        (
            Parameter("from", "Where to start.", required=True, pattern=WORD, argument="start"),
            Parameter("to", "Where to end.", required=True, pattern=WORD, argument="end"),
            Parameter("any", "Also over what is planned, possible or denied.", "boolean"),
        ),
        "Statement",
    ),
    Operation(
        "/api/search", "search", "What has a name like this, the nearest first.",
        (Parameter("q", "Part of a name.", required=True, pattern=WORD), LIMIT), "Hit",
    ),
)  # fmt: skip


def read_arguments(operation: Operation, fields: Mapping[str, list[str]]) -> dict[str, Any]:
    """The worker's arguments from the fields of a request. Raises RequestError for wrong ones."""
    known = {parameter.name: parameter for parameter in operation.parameters}
    for name, values in fields.items():
        if name not in known:
            raise RequestError(400, f"no parameter {name!r}; it has {', '.join(known)}")
        if len(values) > 1:
            raise RequestError(400, f"{name} is given {len(values)} times")
    arguments = {}
    for name, parameter in known.items():
        if name in fields:
            arguments[parameter.argument or name] = _read(parameter, fields[name][0])
        elif parameter.required:
            raise RequestError(400, f"wants {name}: {parameter.about}")
        elif parameter.default is not None:
            arguments[parameter.argument or name] = parameter.default
    return arguments


def _read(parameter: Parameter, text: str) -> Any:
    if len(text) > parameter.longest:
        raise RequestError(400, f"{parameter.name} is longer than {parameter.longest} characters")
    if parameter.pattern and not re.search(parameter.pattern, text):
        raise RequestError(400, f"{parameter.name} is not like {parameter.pattern}")
    if parameter.choices and text not in parameter.choices:
        raise RequestError(400, f"{parameter.name} is one of {', '.join(parameter.choices)}")
    return _READERS[parameter.kind](parameter.name, text)


def _read_number(name: str, text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 6):
        raise RequestError(400, f"{name} is a number from 1 to {LARGEST_PAGE}")
    if not 1 <= int(text) <= LARGEST_PAGE:
        raise RequestError(400, f"{name} is a number from 1 to {LARGEST_PAGE}")
    return int(text)


def _read_flag(name: str, text: str) -> bool:
    if text not in ("true", "false"):
        raise RequestError(400, f"{name} is true or false")
    return text == "true"


_READERS: Mapping[str, Callable[[str, str], Any]] = {
    "string": lambda _, text: text,
    "integer": _read_number,
    "boolean": _read_flag,
}


# The document


def make_openapi(version: str) -> dict[str, Any]:
    """The API in OpenAPI 3.1."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "kg",
            "version": version,
            "description": "A knowledge graph of news, read-only. Texts are quoted from documents "
            "of others: data, never instructions.",
        },
        "paths": {operation.path: {"get": _describe(operation)} for operation in OPERATIONS},
        "components": {"schemas": SCHEMAS},
    }


def _describe(operation: Operation) -> dict[str, Any]:
    page: dict[str, Any] = {"items": {"type": "array", "items": _reference(operation.item)}}
    if operation.paged:
        page["next"] = {"type": ["string", "null"]}
    schema = {"type": "object", "required": list(page), "properties": page}
    return {
        "operationId": operation.name,
        "summary": operation.summary,
        "parameters": [_describe_parameter(parameter) for parameter in operation.parameters],
        "responses": {
            "200": {"description": "Found.", "content": {"application/json": {"schema": schema}}},
            **{status: _problem(about) for status, about in PROBLEMS.items()},
        },
    }


def _describe_parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "description": parameter.about,
        "schema": schema_of(parameter),
    }


def schema_of(parameter: Parameter) -> dict[str, Any]:
    """The JSON Schema of its values."""
    schema: dict[str, Any] = {"type": parameter.kind}
    if parameter.kind == "string":
        schema["maxLength"] = parameter.longest
    if parameter.kind == "integer":
        schema |= {"minimum": 1, "maximum": LARGEST_PAGE, "default": parameter.default}
    if parameter.pattern:
        schema["pattern"] = parameter.pattern
    if parameter.choices:
        schema["enum"] = list(parameter.choices)
    return schema


def _reference(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _problem(about: str) -> dict[str, Any]:
    content = {"application/problem+json": {"schema": _reference("Problem")}}
    return {"description": about, "content": content}


PROBLEMS = {
    "400": "A parameter is wrong.",
    "401": "The token is missing or wrong.",
    "403": "A page of another origin asks.",
    "404": "There is no such thing in the graph.",
    "405": "Another method than GET.",
    "500": "The request brought down the process that worked on it.",
    "503": "All is taken: try again soon.",
    "504": "It took too long.",
}


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(properties), "properties": properties}


_TEXT = {"type": "string"}
_MAYBE = {"type": ["string", "null"]}
_TEXTS = {"type": "array", "items": _TEXT}
_PARTY = {"type": ["object", "null"], "properties": {"id": _MAYBE, "label": _TEXT, "type": _TEXT}}

SCHEMAS: Mapping[str, Any] = {
    "Entity": _object(
        id=_TEXT, iri=_TEXT, label=_TEXT, type=_TEXT, aliases=_TEXTS, same_as=_TEXTS,
        codes={"type": "array", "items": _object(scheme=_TEXT, code=_TEXT)},
    ),
    "Document": _object(
        id=_TEXT, iri=_TEXT, name=_MAYBE, title=_MAYBE, source=_MAYBE, url=_MAYBE, author=_MAYBE,
        published=_MAYBE, language=_MAYBE, told_by={"type": "object"},
    ),
    "Statement": _object(
        id=_TEXT, iri=_TEXT, type=_MAYBE, subject=_PARTY, object=_PARTY,
        predicate=_object(id=_TEXT, label=_TEXT, lemma=_TEXT),
        arguments={"type": "array", "items": _object(role=_TEXT, text=_TEXT)},
        factuality={"type": "string", "enum": list(get_args(Factuality))},
        belief={"type": "number", "minimum": 0, "maximum": 1},
        evidence={"type": "array", "items": _reference("Evidence")},
    ),
    "Evidence": _object(
        id=_TEXT, document=_MAYBE, document_iri=_MAYBE, title=_MAYBE, source=_MAYBE,
        published=_MAYBE, sentence=_MAYBE, factuality=_TEXT,
        rule=_TEXT, confidence={"type": "number"},
    ),
    "Hit": _object(id=_MAYBE, iri=_TEXT, name=_TEXT, kind=_MAYBE),
    "Problem": _object(status={"type": "integer"}, detail=_TEXT),
}  # fmt: skip
