"""What the configuration's tests share: a folder of their own, no user's file or environment in reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ticker.config import Config, ConfigError, load

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder; the user's configuration and data directories lie in it too."""
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    return here


@pytest.fixture
def load_yaml(folder: Path) -> Callable[..., Config]:
    """`load_yaml(text, environ)`: what ./config.yaml with this text amounts to."""

    def loaded(text: str | bytes, environ: Mapping[str, str] | None = None) -> Config:
        raw = text.encode() if isinstance(text, str) else text
        (folder / "config.yaml").write_bytes(raw)
        return load(environ=environ or {})

    return loaded


@pytest.fixture
def errors_of(load_yaml: Callable[..., Config]) -> Callable[..., list[str]]:
    """`errors_of(text, environ)`: the lines of the ConfigError that this text gives."""

    def lines(text: str | bytes, environ: Mapping[str, str] | None = None) -> list[str]:
        with pytest.raises(ConfigError) as caught:
            load_yaml(text, environ)
        return str(caught.value).splitlines()

    return lines
