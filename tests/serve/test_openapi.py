"""The documents agree with the code: OpenAPI, docs/api.md, shapes and examples."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ticker.core import view
from ticker.serve import examples, shapes
from ticker.serve.problems import KINDS

if TYPE_CHECKING:
    from pydantic import BaseModel

PAGE = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^### `GET (\S+)`\n(.*?)(?=^##|\Z)", PAGE, re.DOTALL | re.MULTILINE))


async def document(newsroom: Any) -> dict[str, Any]:
    async with newsroom.http.get("/openapi.json") as response:
        assert response.status == 200
        found: dict[str, Any] = await response.json()
        return found


async def test_every_path_stands_in_the_page_and_back(newsroom: Any) -> None:
    paths = (await document(newsroom))["paths"]
    assert set(paths) == set(SECTIONS)
    assert all(set(methods) == {"get"} for methods in paths.values())


async def test_every_parameter_stands_in_its_section_and_back(newsroom: Any) -> None:
    for path, methods in (await document(newsroom))["paths"].items():
        parameters = methods["get"].get("parameters", [])
        for parameter in parameters:
            assert parameter["in"] == "path" or f"`{parameter['name']}`" in SECTIONS[path], (
                path,
                parameter["name"],
            )
            assert parameter.get("description") or parameter["in"] == "path"
        named = {parameter["name"] for parameter in parameters}
        assert set(re.findall(r"^\| `([^`]+)` \|", SECTIONS[path], re.MULTILINE)) <= named, path


def test_every_kind_of_problem_stands_in_the_page_and_back() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \| (\d{3}) \|", PAGE, re.MULTILINE)
    assert {kind: int(status) for kind, status in rows} == {
        kind: status for kind, (status, _) in KINDS.items()
    }


async def test_references_hold_and_every_answer_has_an_example(newsroom: Any) -> None:
    found = await document(newsroom)
    schemas = set(found["components"]["schemas"])
    assert set(re.findall(r"#/components/schemas/(\w+)", str(found))) <= schemas
    assert not {"HTTPValidationError", "ValidationError"} & schemas
    for path, methods in found["paths"].items():
        for status, answer in methods["get"]["responses"].items():
            for kind, content in answer["content"].items():
                assert "example" in content, (path, status, kind)
                assert kind == (
                    "application/problem+json"
                    if status != "200"
                    else "text/event-stream"
                    if path == "/v1/events"
                    else "application/json"
                )


@pytest.mark.parametrize(
    ("shape", "example"),
    [
        (shapes.Top, examples.TOP),
        (shapes.Story, examples.DETAIL),
        (shapes.Updates, examples.UPDATES),
        (shapes.DeskList, examples.DESKS),
        (shapes.FeedList, examples.FEEDS),
        (shapes.Alive, examples.ALIVE),
        (shapes.Ready, examples.READY),
    ],
)
def test_examples_have_their_shapes(shape: type[BaseModel], example: dict[str, Any]) -> None:
    shape.model_validate(example)


@pytest.mark.parametrize(
    ("shape", "shown"),
    [
        (shapes.Entry, view.EntryView),
        (shapes.Story, view.StoryView),
        (shapes.Top, view.TopView),
        (shapes.Update, view.UpdateView),
    ],
)
def test_shapes_are_those_of_the_core(shape: type[BaseModel], shown: Any) -> None:
    assert set(shape.model_fields) == set(shown.__annotations__)
    optional = {name for name, field in shape.model_fields.items() if not field.is_required()}
    assert optional == {name for name, kind in shown.__annotations__.items() if "NotRequired" in str(kind)}
