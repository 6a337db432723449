"""XML elements, made by lxml, which escapes whatever stands in them.

Knows elements and namespaces; must not know any format.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterable

ATOM: Final = "{http://www.w3.org/2005/Atom}"
DC: Final = "{http://purl.org/dc/elements/1.1/}"
TOMBSTONES: Final = "{http://purl.org/atompub/tombstones/1.0}"

_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"


def element(tag: str, text: str = "", *, lang: str = "", **attributes: str) -> etree._Element:
    """One element; `lang` "" = not said."""
    made = etree.Element(tag, attributes)
    made.text = text or None
    if lang:
        made.set(_LANG, lang)
    return made


def document(
    tag: str, inside: Iterable[etree._Element], prefixes: dict[str | None, str], **attributes: str
) -> bytes:
    """A whole document in UTF-8; `prefixes` name its namespaces, None = the one without a prefix."""
    spaces = {name: space[1:-1] for name, space in prefixes.items()}
    root = etree.Element(tag, attributes, nsmap=spaces)  # type: ignore[arg-type]  # the stubs forget None
    root.extend(inside)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")
