"""What every group of options is: closed, frozen, and its default where it is left empty.

Knows no option; must not know any section.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pydantic import BaseModel, ConfigDict, model_validator

if TYPE_CHECKING:
    from pydantic.config import JsonDict

SECONDS: Final[JsonDict] = {"unit": "seconds"}
BYTES: Final[JsonDict] = {"unit": "bytes"}


class Section(BaseModel):
    """A group of options. An option that is left empty (`key:` alone, or `null`) has its default."""

    # built on first use: only the whole Config is ever needed to read a file
    model_config = ConfigDict(
        extra="forbid", frozen=True, allow_inf_nan=False, hide_input_in_errors=True, defer_build=True
    )

    @model_validator(mode="before")
    @classmethod
    def _empty_is_default(cls, data: Any) -> Any:
        if data is None:
            return {}
        if not isinstance(data, dict):
            return data
        return {key: value for key, value in data.items() if value is not None or key not in cls.model_fields}
