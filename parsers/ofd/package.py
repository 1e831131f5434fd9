"""The parts of an OFD package: documents, pages, templates, notes (GB/T 33190-2016, 6 and 7)."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from parsers.ofd.geometry import numbers
from parsers.package import DAMAGE, as_file, part_of, weighed, xml_of
from parsers.unreadable import Unreadable

#: A4, in millimetres.
_PAPER = (0.0, 0.0, 210.0, 297.0)
_ENTRY = "OFD.xml"
_ENCRYPTED = "Encryptions.xml"
#: Parts with fonts, colours and the like that one part names.
_MOST_RESOURCES = 20

Area = tuple[float, float, float, float]


@dataclass(slots=True)
class Page:
    """A page: its paper, and what is drawn on it, that of its templates included."""

    area: Area
    roots: list[etree._Element] = field(default_factory=list)
    notes: list[etree._Element] = field(default_factory=list)
    #: Sets of ways to draw, by their number.
    params: dict[str, etree._Element] = field(default_factory=dict)
    #: Parts of it that are not there.
    lost: list[str] = field(default_factory=list)


class Package:
    """A package that was weighed. Raises ``Unreadable``."""

    def __init__(self, data: bytes) -> None:
        weighed(data, "OFD document")
        #: What resources hold: pages may name the same ones.
        self._held: dict[str, dict[str, etree._Element]] = {}
        try:
            self._zip = zipfile.ZipFile(as_file(data))
        except DAMAGE as error:
            raise Unreadable("damaged_file", f"a damaged OFD document: {error}") from error
        if any(name.endswith(_ENCRYPTED) for name in self._zip.namelist()):
            raise Unreadable("encrypted", "the OFD document is locked")

    def pages(self) -> Iterator[Page | None]:
        """The pages of all documents in it; None for one that cannot be read."""
        entry = self._root(_ENTRY)
        if entry is None:
            raise Unreadable("damaged_file", "an OFD document without its list of parts")
        for body in entry.iter("{*}DocRoot"):
            yield from self._pages(_joined(_ENTRY, body.text))

    def _pages(self, path: str) -> Iterator[Page | None]:
        root = self._root(path)
        if root is None:
            raise Unreadable("damaged_file", "an OFD document without its list of pages")
        area = _area(root.find("./{*}CommonData/{*}PageArea"), _PAPER)
        templates = {
            one.get("ID"): _joined(path, one.get("BaseLoc"))
            for one in root.iterfind("./{*}CommonData/{*}TemplatePage")
        }
        notes = self._notes(path, root)
        common = self._params(path, root.find("./{*}CommonData"), ("PublicRes", "DocumentRes"))
        for one in root.iterfind("./{*}Pages/{*}Page"):
            place = _joined(path, one.get("BaseLoc"))
            content = self._root(place)
            if content is None:
                yield None
                continue
            page = Page(_area(content.find("./{*}Area"), area))
            self._draw(page, content, templates)
            page.params = {**common, **self._params(place, content, ("PageRes",))}
            page.notes = [n for n in (self._root(notes.get(one.get("ID") or "")),) if n is not None]
            yield page

    def _draw(self, page: Page, content: etree._Element, templates: dict[str | None, str]) -> None:
        """Put a page and its templates in the order that they are drawn in."""
        over: list[etree._Element] = []
        for used in content.iterfind("./{*}Template"):
            drawn = self._root(templates.get(used.get("TemplateID")))
            if drawn is None:
                page.lost.append("template")
            elif used.get("ZOrder") == "Foreground":
                over.append(drawn)
            else:
                page.roots.append(drawn)
        page.roots += [content, *over]

    def _params(
        self, path: str, node: etree._Element | None, names: tuple[str, ...]
    ) -> dict[str, etree._Element]:
        """The sets of ways to draw that the resources of a part hold, by their number."""
        listed = (
            []
            if node is None
            else [one for name in names for one in node.iterfind(f"./{{*}}{name}")]
        )
        found: dict[str, etree._Element] = {}
        for one in listed[:_MOST_RESOURCES]:
            place = _joined(path, one.text)
            if place not in self._held:
                self._held[place] = self._held_in(place)
            found |= self._held[place]
        return found

    def _held_in(self, place: str) -> dict[str, etree._Element]:
        root = self._root(place)
        sets = root.iterfind("./{*}DrawParams/{*}DrawParam") if root is not None else ()
        return {one.get("ID") or "": one for one in sets}

    def _notes(self, path: str, root: etree._Element) -> dict[str, str]:
        """The parts with the notes that lie on each page, by its number."""
        listed = root.findtext("./{*}Annotations")
        where = _joined(path, listed) if listed else ""
        notes = self._root(where) if where else None
        if notes is None:
            return {}
        return {
            one.get("PageID") or "": _joined(where, one.findtext("./{*}FileLoc"))
            for one in notes.iterfind("./{*}Page")
        }

    def _root(self, name: str | None) -> etree._Element | None:
        try:
            data = part_of(self._zip, name) if name else None
        except (*DAMAGE, RuntimeError, OSError) as error:
            raise Unreadable("damaged_file", f"a damaged OFD document: {error}") from error
        return xml_of(data) if data else None


def _joined(base: str, place: str | None) -> str:
    """The part that a part names: from the package's root, or from where that part lies."""
    named = (place or "").strip()
    if named.startswith("/"):
        return posixpath.normpath(named.lstrip("/"))
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), named))


def _area(node: etree._Element | None, otherwise: Area) -> Area:
    found = numbers(node.findtext("./{*}PhysicalBox")) if node is not None else []
    if len(found) != 4 or found[2] <= 0 or found[3] <= 0:
        return otherwise
    return (found[0], found[1], found[2], found[3])
