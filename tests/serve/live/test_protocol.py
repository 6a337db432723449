"""The protocol as it is written down agrees with itself and with what is sent."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError

from ticker.serve.live.messages import SENT, TAKEN, document
from ticker.serve.live.wire import SAID, Close

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "protocol.md").read_text(encoding="utf-8")
PARSER = ROOT / "build" / "asyncapi" / "node_modules" / "@asyncapi" / "parser"


def resolved(path: str) -> Any:
    found: Any = document()
    for part in path.removeprefix("#/").split("/"):
        found = found[part]
    return found


async def test_the_server_serves_the_document(newsroom: Any) -> None:
    async with newsroom.http.get("/asyncapi.json") as response:
        assert response.status == 200
        assert await response.json() == json.loads(json.dumps(document()))


def test_references_lead_somewhere_and_nothing_is_left_over() -> None:
    text = json.dumps(document())
    references = set(re.findall(r'"\$ref": "(#/[^"]+)"', text))
    for reference in references:
        assert resolved(reference), reference
    for name in document()["components"]["schemas"]:
        assert f"#/components/schemas/{name}" in references, name
    for name in document()["components"]["messages"]:
        assert f"#/channels/live/messages/{name}" in references, name


@pytest.mark.parametrize("name", [*SENT, *TAKEN])
def test_examples_have_their_shapes_and_no_others(name: str) -> None:
    every = {**SENT, **TAKEN}
    shape, example = every[name]
    schema = {"$ref": f"#/components/schemas/{shape.__name__}", "components": document()["components"]}
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(example)
    shape.model_validate(example)
    with pytest.raises(ValidationError):
        Draft202012Validator(schema).validate({**example, "more": 1})
    with pytest.raises(ValidationError):
        Draft202012Validator(schema).validate({**example, "type": "other"})


async def test_every_kind_of_message_is_heard_and_valid(newsroom: Any, live: Any, titles: Any) -> None:
    """Each is validated where it is read (conftest), here and in every other test of the socket."""
    kinds = set()
    await newsroom.publish(*titles(2))
    epoch = (await newsroom.store.status()).epoch
    room = next(iter(newsroom.server._desks)).entrance.room
    for query in ("", f"cursor={epoch}:1"):
        async with live(newsroom, query) as heard:
            kinds |= {(await heard.next())["type"], (await heard.next())["type"]}
            await newsroom.publish(*titles(1, len(kinds) + 2))
            kinds.add((await heard.until("update"))["type"])
            await heard.socket.send('{"type":"ping"}')
            kinds.add((await heard.until("pong"))["type"])
            room.ping()
            heard.cursor = ""
            await heard.reach(1)
            kinds.add("ping")
    assert kinds == set(SENT)


def test_the_page_has_every_message_and_every_code() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \|", PAGE, re.MULTILINE)
    members = {kind: set(re.findall(r"`(\w+)`", named)) for kind, named in rows}
    assert set(members) == set(SENT)
    for kind, (shape, _) in SENT.items():
        fields = {field.alias or name for name, field in shape.model_fields.items()} - {"type"}
        assert members[kind] == fields, kind
    codes = {
        int(code) for line in re.findall(r"^\| ([\d, ]+) \|", PAGE, re.MULTILINE) for code in line.split(",")
    }
    assert set(Close) <= codes
    assert codes - set(Close) == {1002, 1009}, "those that the protocol core sends by itself"
    assert set(SAID) == set(Close)
    for code in Close:
        assert len(SAID[code].encode()) <= 123, "a close frame holds no more"


def test_asyncapis_own_parser_finds_nothing_wrong(tmp_path: Path) -> None:
    node = shutil.which("node")
    if not node or not PARSER.is_dir():
        pytest.skip("no AsyncAPI parser here: npm install --prefix build/asyncapi @asyncapi/parser@3")
    script = (
        f"const {{Parser}} = require({json.dumps(str(PARSER))});"
        "const text = require('fs').readFileSync(process.argv[1], 'utf8');"
        "new Parser().parse(text).then(({diagnostics}) => console.log(JSON.stringify("
        "diagnostics.filter((one) => one.severity < 2).map((one) => [one.code, one.message, one.path]))));"
    )
    file = tmp_path / "asyncapi.json"
    file.write_text(json.dumps(document()), encoding="utf-8")
    done = subprocess.run(
        [node, "-e", script, str(file)], capture_output=True, text=True, check=True, timeout=60
    )
    assert json.loads(done.stdout) == []
