"""Find config.yaml, read it, lay the environment over it: one Config, or one ConfigError with every problem.

Knows files and the environment variables; must not know a single option by heart beyond those.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from platformdirs import user_config_dir
from pydantic import ValidationError

from ticker.config.document import Document, UnreadableError
from ticker.config.options import Config
from ticker.config.problems import KEY, Problem, report
from ticker.config.rules import broken_rules
from ticker.config.syntax import read
from ticker.config.units import plain
from ticker.config.wording import in_words
from ticker.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ticker.config.problems import Loc
    from ticker.config.sections.serve import ServeConfig

FILE_NAME: Final = "config.yaml"
DATA_DIR: Final = "TICKER_DATA_DIR"
REDIS_URL: Final = "TICKER_REDIS_URL"
ALERT_SECRET: Final = "TICKER_ALERT_SECRET"  # noqa: S105 - the name of a variable
MAX_FILE: Final = 4_000_000  # bytes: twenty thousand feeds


def load(
    path: Path | None = None, *, environ: Mapping[str, str] = os.environ, cwd: Path | None = None
) -> Config:
    """The configuration of `path`; else ./config.yaml; else the user's; else the built-in defaults.

    Raises ConfigError: one `file:line: field: what; fix` a line, in the order of the file.
    """
    found = path if path is not None else _search(cwd)
    text = "" if found is None else read_text(found)
    return load_text(text, found, environ=environ, cwd=cwd)


def user_config_file() -> Path:
    """Where a user's own configuration lives when no folder brings one."""
    return Path(user_config_dir("ticker", appauthor=False)) / FILE_NAME


def read_text(path: Path) -> str:
    """The text of a configuration file, without a byte order mark. Raises ConfigError."""
    shown = plain(str(path))
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_FILE + 1)
    except FileNotFoundError as error:
        raise ConfigError(f"{shown}: there is no such file; create it or leave --config out") from error
    except IsADirectoryError as error:
        raise ConfigError(f"{shown}: a directory, not a file; name the file in it") from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise ConfigError(f"{shown}: cannot be read: {reason}") from error
    if len(raw) > MAX_FILE:
        raise ConfigError(f"{shown}: larger than {MAX_FILE:,} bytes; is this the right file?")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ConfigError(
            f"{shown}:{line}: not UTF-8 (byte {error.start}); save the file as UTF-8"
        ) from error


def load_text(text: str, path: Path | None, *, environ: Mapping[str, str], cwd: Path | None = None) -> Config:
    """What `load` does with the text of a file; `path` names it in messages and anchors relative paths."""
    shown = plain(str(path)) if path is not None else "defaults"
    try:
        document = read(text)
    except UnreadableError as error:
        raise ConfigError(error.problem.render(shown)) from error
    data, sources = _with_environment(document.data, environ)
    problems = list(document.problems)
    if not isinstance(data, dict):
        problems.append(Problem((), 'holds no options; write each as "name: value"', document.line(())))
        raise ConfigError(report(problems, shown))
    config, found = _validate(data)
    problems += [_placed(loc, text, document, sources) for loc, text in found]
    if config is None or problems:
        raise ConfigError(report(problems, shown))
    base = path.absolute().parent if path is not None and ("data_dir",) not in sources else cwd or Path.cwd()
    located = config.model_copy(
        update={"data_dir": base / config.data_dir, "serve": _located(config.serve, path)}
    )
    return located.came_from(path.absolute() if path is not None else None)


def _located(serve: ServeConfig, path: Path | None) -> ServeConfig:
    """The same with the files that it names beside the configuration file."""
    base = Path.cwd() if path is None else path.absolute().parent
    named = {"tls_cert": serve.tls_cert, "tls_key": serve.tls_key}
    return serve.model_copy(update={key: base / file for key, file in named.items() if file is not None})


def _search(cwd: Path | None) -> Path | None:
    here = Path(FILE_NAME) if cwd is None else cwd / FILE_NAME
    # lexists: a link that leads nowhere is an error to be told, not a reason to look elsewhere
    return next((file for file in (here, user_config_file()) if os.path.lexists(file)), None)


def _with_environment(data: Any, environ: Mapping[str, str]) -> tuple[Any, dict[Loc, str]]:
    """The data with the variables that are set, and which field came from which variable."""
    data = {} if data is None else data
    sources: dict[Loc, str] = {}
    if not isinstance(data, dict):
        return data, sources
    if value := environ.get(DATA_DIR, "").strip():
        data = data | {"data_dir": value}
        sources["data_dir",] = DATA_DIR
    for section, option, variable in (("redis", "url", REDIS_URL), ("alerts", "secret", ALERT_SECRET)):
        given = data.get(section) or {}
        if (value := environ.get(variable, "").strip()) and isinstance(given, dict):
            data = data | {section: given | {option: value}}
            sources[section, option] = variable
    return data, sources


def _validate(data: dict[str, Any]) -> tuple[Config | None, list[tuple[Loc, str]]]:
    """The Config, or None, and everything that is wrong: the rules are checked on whatever is sound."""
    found: list[tuple[Loc, str]] = []
    positions = range(len(data["feeds"])) if isinstance(data.get("feeds"), list) else range(0)
    try:
        config = Config.model_validate(data)
    except ValidationError as error:
        found += in_words(error)
    else:
        return config, list(broken_rules(config, positions))
    broken = {detail for detail, _ in found}
    try:
        rest = Config.model_validate(_without(data, broken))
    except ValidationError:
        return None, found
    sound = [position for position in positions if not any(loc[:2] == ("feeds", position) for loc in broken)]
    return None, found + list(broken_rules(rest, sound if rest.feeds else []))


def _without(data: dict[str, Any], broken: set[Loc]) -> dict[str, Any]:
    """The data without the options, feeds and names that are broken; a broken desk keeps its name."""
    rest: dict[str, Any] = {}
    for key, value in data.items():
        if (key,) in broken:
            continue
        inner = {loc[1]: loc[2:] for loc in broken if loc[0] == key and len(loc) > 1}
        if isinstance(value, list):
            rest[key] = [item for position, item in enumerate(value) if position not in inner]
        elif isinstance(value, dict) and key in {"desks", "publishers"}:
            rest[key] = {
                name: {} if name in inner else one for name, one in value.items() if inner.get(name) != (KEY,)
            }
        elif isinstance(value, dict):
            rest[key] = {name: one for name, one in value.items() if name not in inner}
        else:
            rest[key] = value
    return rest


def _placed(loc: Loc, text: str, document: Document, sources: Mapping[Loc, str]) -> Problem:
    return Problem(loc, text, document.line(loc), source=sources.get(loc, ""))
