"""The documents agree with the code: OpenAPI, docs/api.md, shapes and examples."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ticker.core import audit, view
from ticker.serve import examples, shapes
from ticker.serve.problems import KINDS

if TYPE_CHECKING:
    from pydantic import BaseModel

PAGE = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
SECTIONS = {
    (path, method.lower()): text
    for method, path, text in re.findall(
        r"^### `([A-Z]+) (\S+)`\n(.*?)(?=^##|\Z)", PAGE, re.DOTALL | re.MULTILINE
    )
}


async def document(newsroom: Any) -> dict[str, Any]:
    async with newsroom.http.get("/openapi.json") as response:
        assert response.status == 200
        found: dict[str, Any] = await response.json()
        return found


async def operations(newsroom: Any) -> dict[tuple[str, str], Any]:
    """What can be asked: by path and method."""
    paths = (await document(newsroom))["paths"]
    return {
        (path, method): operation for path, methods in paths.items() for method, operation in methods.items()
    }


async def test_every_path_stands_in_the_page_and_back(newsroom: Any) -> None:
    assert set(await operations(newsroom)) == set(SECTIONS)


async def test_every_parameter_stands_in_its_section_and_back(newsroom: Any) -> None:
    for where, operation in (await operations(newsroom)).items():
        parameters = operation.get("parameters", [])
        for parameter in parameters:
            named = f"`{parameter['name']}`" in SECTIONS[where]
            assert parameter["in"] == "path" or named, (where, parameter["name"])
            assert parameter.get("description") or parameter["in"] == "path"
        known = {parameter["name"] for parameter in parameters}
        listed = re.findall(r"^\| (`[^|]+`) \|", SECTIONS[where], re.MULTILINE)
        assert {name for one in listed for name in re.findall(r"`([^`]+)`", one)} <= known, where


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
    for (path, _), operation in (await operations(newsroom)).items():
        for status, answer in operation["responses"].items():
            for kind, content in answer.get("content", {}).items():
                assert "example" in content, (path, status, kind)
                assert kind == (
                    "application/problem+json"
                    if status != "200"
                    else "text/event-stream"
                    if path == "/v1/events"
                    else "text/plain"
                    if path == "/metrics"
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
        (shapes.Ticket, examples.TICKET),
        (shapes.Me, examples.ME),
        (shapes.AlertList, examples.ALERTS),
        (shapes.Switches, examples.SWITCHES),
        (shapes.Done, examples.DONE),
        (shapes.Audit, examples.AUDIT),
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
        (shapes.Alert, view.AlertView),
        (shapes.Act, audit.AuditView),
    ],
)
def test_shapes_are_those_of_the_core(shape: type[BaseModel], shown: Any) -> None:
    ours = {"left"} if shape is shapes.Update else set()  # what only the way to one reader knows
    assert set(shape.model_fields) - ours == set(shown.__annotations__)
    optional = {name for name, field in shape.model_fields.items() if not field.is_required()}
    assert optional - ours == {
        name for name, kind in shown.__annotations__.items() if "NotRequired" in str(kind)
    }
