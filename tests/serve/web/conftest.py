"""A real Chromium, driven over its DevTools protocol; without one these tests are skipped and say so."""

from __future__ import annotations

import asyncio
import base64
import itertools
import secrets
import shutil
import subprocess
import tempfile
import time
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from ticker import clock
from ticker.config import ServeConfig
from ticker.core.model import Action, Verb
from ticker.core.verbs import ends
from ticker.serve.server import HttpServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

_AXE = Path(__file__).parents[3] / "build" / "axe" / "node_modules" / "axe-core" / "axe.min.js"
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FLAGS = (
    "--headless=new",
    "--no-sandbox",  # as root, in a container
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-sync",
    "--disable-breakpad",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-background-timer-throttling",
    "--disable-renderer-backgrounding",
    "--hide-scrollbars",
    "--mute-audio",
    "--no-first-run",
    "--no-proxy-server",
)
_KEYS = {"Enter": 13, "Escape": 27}


class Tab:
    """One page of the browser: what it holds, and everything that it complained of."""

    def __init__(self, send: Callable[..., Any]) -> None:
        self._send = send
        self._contexts: list[int] = []
        self.problems: list[str] = []
        self.loaded = asyncio.Event()

    def heard(self, method: str, params: dict[str, Any]) -> None:
        """Note what the browser says by itself."""
        if method == "Page.loadEventFired":
            self.loaded.set()
        elif method == "Runtime.executionContextCreated":
            self._contexts.append(params["context"]["id"])
        elif method == "Runtime.executionContextsCleared":
            self._contexts.clear()
        elif method == "Runtime.exceptionThrown":
            details = params["exceptionDetails"]
            self.problems.append(details.get("exception", {}).get("description") or details["text"])
        elif method == "Runtime.consoleAPICalled" and params["type"] in {"error", "warning", "assert"}:
            self.problems.append(str([one.get("value") for one in params["args"]]))
        elif method == "Log.entryAdded" and params["entry"]["level"] in {"error", "warning"}:
            self.problems.append(f"{params['entry']['source']}: {params['entry']['text']}")
        elif method == "Page.javascriptDialogOpening":
            self.problems.append(f"a dialog: {params['message']}")

    async def goto(self, url: str) -> None:
        """Open a page and wait until it is loaded."""
        self.loaded.clear()
        await self._send("Page.navigate", url=url)
        await asyncio.wait_for(self.loaded.wait(), 20)

    async def js(self, text: str) -> Any:
        """The value of an expression in the page, awaited where it is a promise."""
        answer = await self._send(
            "Runtime.evaluate", expression=text, awaitPromise=True, returnByValue=True, userGesture=True
        )
        if "exceptionDetails" in answer:
            pytest.fail(f"{text}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    async def until(self, text: str, seconds: float = 15) -> None:
        """Ask until the expression is true."""
        end = time.monotonic() + seconds
        while True:
            if await self.js(f"Boolean({text})"):
                return
            if time.monotonic() > end:
                shown = await self.js("document.body.innerText")
                pytest.fail(f"not within {seconds} s: {text}\n{shown}\n{self.problems}")
            await asyncio.sleep(0.02)

    async def in_frames(self, text: str, good: Callable[[Any], bool]) -> Any:
        """Ask the page and its frames until one gives a good value."""
        end = time.monotonic() + 15
        while time.monotonic() < end:
            for context in list(self._contexts):
                answer = await self._send(
                    "Runtime.evaluate", expression=text, contextId=context, returnByValue=True
                )
                value = answer["result"].get("value")
                if "exceptionDetails" not in answer and good(value):
                    return value
            await asyncio.sleep(0.02)
        pytest.fail(f"no frame has it: {text}")

    async def press(self, *keys: str) -> None:
        """Press keys one after the other, as a keyboard does."""
        for key in keys:
            text = {} if len(key) > 1 and key != "Enter" else {"text": "\r" if key == "Enter" else key}
            code = {"windowsVirtualKeyCode": _KEYS[key]} if key in _KEYS else {}
            await self._send("Input.dispatchKeyEvent", type="keyDown", key=key, **text, **code)
            await self._send("Input.dispatchKeyEvent", type="keyUp", key=key, **code)

    async def click(self, selector: str) -> None:
        """Click an element."""
        await self.js(f"document.querySelector({selector!r}).click()")

    async def type(self, text: str) -> None:
        """Type into what has the focus."""
        await self._send("Input.insertText", text=text)

    async def size(self, width: int, height: int, *, mobile: bool = False) -> None:
        """Take another screen."""
        await self._send(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=mobile,
        )

    async def media(self, **features: str) -> None:
        """Pretend what the user's system prefers, e.g. `prefers_color_scheme="dark"`."""
        await self._send(
            "Emulation.setEmulatedMedia",
            features=[{"name": name.replace("_", "-"), "value": value} for name, value in features.items()],
        )

    async def serious(self) -> list[str]:
        """What axe-core finds that keeps people out: serious and critical problems."""
        if not _AXE.exists():
            pytest.skip("no axe-core here: npm install --prefix build/axe axe-core@4")
        await self.js(_AXE.read_text(encoding="utf-8") + "; true")
        found = await self.js("axe.run().then(({ violations }) => violations)")
        return [
            f"{one['id']}: {one['help']}: {[node['target'] for node in one['nodes']]}"
            for one in found
            if one["impact"] in {"serious", "critical"}
        ]

    async def picture(self, path: Path) -> None:
        """Save what is to be seen."""
        shot = await self._send("Page.captureScreenshot", format="png")
        path.write_bytes(base64.b64decode(shot["data"]))  # noqa: ASYNC240 - a test's own small file


class Connection:
    """The DevTools protocol over one websocket, with sessions for pages."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._tabs: dict[str, Tab] = {}

    async def read(self) -> None:
        """Hand out what comes in until the socket closes."""
        async for message in self._socket:
            found = message.json()
            if "id" in found:
                self._waiting.pop(found["id"]).set_result(found)
            elif found.get("sessionId") in self._tabs:
                self._tabs[found["sessionId"]].heard(found["method"], found["params"])
                if found["method"] == "Page.javascriptDialogOpening":
                    await self._socket.send_json(
                        {
                            "id": 0,
                            "method": "Page.handleJavaScriptDialog",
                            "params": {"accept": True},
                            "sessionId": found["sessionId"],
                        }
                    )
                    self._waiting[0] = asyncio.get_running_loop().create_future()

    async def send(self, method: str, session: str = "", **params: Any) -> dict[str, Any]:
        """Ask the browser to do something; its answer."""
        number = next(self._numbers)
        self._waiting[number] = asyncio.get_running_loop().create_future()
        request: dict[str, Any] = {"id": number, "method": method, "params": params}
        if session:
            request["sessionId"] = session
        await self._socket.send_json(request)
        answer = await asyncio.wait_for(self._waiting[number], 30)
        assert "error" not in answer, (method, answer)
        result: dict[str, Any] = answer["result"]
        return result

    async def open_tab(self) -> Tab:
        """A page of its own, without anybody's cookies or storage."""
        context = (await self.send("Target.createBrowserContext", disposeOnDetach=True))["browserContextId"]
        target = await self.send(
            "Target.createTarget", url="about:blank", browserContextId=context, width=1280, height=800
        )
        attached = await self.send("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        session = attached["sessionId"]

        async def send(method: str, **params: Any) -> dict[str, Any]:
            return await self.send(method, session, **params)

        tab = self._tabs[session] = Tab(send)
        for domain in ("Page", "Runtime", "Log"):
            await send(f"{domain}.enable")
        return tab


@pytest.fixture(scope="session")
def browser() -> Iterator[str]:
    """The DevTools address of a Chromium that belongs to this test run."""
    program = next(filter(None, map(shutil.which, _NAMES)), None)
    if program is None:
        pytest.skip(f"no Chromium here (looked for {', '.join(_NAMES)})")
    folder = Path(tempfile.mkdtemp(prefix="ticker-chromium-"))
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [program, *_FLAGS, "--remote-debugging-port=0", f"--user-data-dir={folder}", "about:blank"],
            stdout=log,
            stderr=log,
        )
    port = folder / "DevToolsActivePort"
    try:
        end = time.monotonic() + 30
        while not (port.exists() and port.read_text(encoding="utf-8").count("\n") >= 1):
            if process.poll() is not None or time.monotonic() > end:
                pytest.fail(
                    f"Chromium does not start: {(folder / 'log').read_text(errors='replace')[-2000:]}"
                )
            time.sleep(0.05)
        number, path = port.read_text(encoding="utf-8").split("\n")[:2]
        yield f"ws://127.0.0.1:{number}{path}"
    finally:
        process.terminate()
        process.wait(15)
        end = time.monotonic() + 10
        while folder.exists() and time.monotonic() < end:  # its children write until they have ended as well
            shutil.rmtree(folder, ignore_errors=True)
            time.sleep(0.05)


@pytest.fixture
def tabs(browser: str) -> Callable[..., Any]:
    """As many pages as wanted, closed at the end.

    Use it as `async with tabs() as open_tab`.
    """

    @asynccontextmanager
    async def connected() -> AsyncIterator[Callable[..., Any]]:
        async with aiohttp.ClientSession() as http, http.ws_connect(browser, max_msg_size=0) as socket:
            connection = Connection(socket)
            reading = asyncio.create_task(connection.read())
            try:
                yield connection.open_tab
            finally:
                await socket.close()
                await reading

    return connected


@pytest.fixture
async def tab(tabs: Callable[..., Any]) -> AsyncIterator[Tab]:
    """One page."""
    async with tabs() as open_tab:
        yield await open_tab()


@pytest.fixture
def served(log: Any) -> Callable[..., Any]:
    """One more server over the same desk.

    Use it as `async with served(newsroom, port=…) as server`.
    """

    @asynccontextmanager
    async def serve(newsroom: Any, port: int = 0) -> AsyncIterator[HttpServer]:
        config = newsroom.config.model_copy(update={"serve": ServeConfig(port=port)})
        server = await HttpServer.open(config, newsroom.redis, log)
        running = asyncio.create_task(server.run())
        try:
            yield server
        finally:
            server.stop()
            await asyncio.wait_for(running, 10)

    return serve


@pytest.fixture
def act() -> Callable[..., Any]:
    """Let an editor do something to stories, named by their headlines.

    Use it as `await act(newsroom, "spike", BRIDGE)`.
    """

    async def do(newsroom: Any, verb: str, *headlines: str, **more: Any) -> Any:
        found = await newsroom.store.top(limit=None, held=True)
        ids = {story["headline"]: story["id"] for story in found["stories"]}
        stories = tuple(ids[headline] for headline in headlines)
        now = clock.now()
        more["until"] = ends(Verb(verb), more.get("until"), now)
        return await newsroom.store.act(
            Action(secrets.token_hex(8), Verb(verb), "Amal", now, stories, **more)
        )

    return do
