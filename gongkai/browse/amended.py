"""Datasette's own templates, changed as they are read: what no setting and no block reaches.

Changes are made in the source of a template, so before any stored text is in the page.
"""

from __future__ import annotations

from collections.abc import Callable

from jinja2 import BaseLoader, Environment

#: ``change(name, source)``: the source of the template of that name, changed.
Change = Callable[[str, str], str]


class AmendedLoader(BaseLoader):
    """Another loader's templates, each changed."""

    def __init__(self, loader: BaseLoader, change: Change) -> None:
        self._loader = loader
        self._change = change

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        source, filename, uptodate = self._loader.get_source(environment, template)
        return self._change(template, source), filename, uptodate

    def list_templates(self) -> list[str]:
        return self._loader.list_templates()


def amend(environment: Environment, change: Change) -> None:
    """Have the environment's templates, as they are now, changed when they are read."""
    if environment.loader:
        environment.loader = AmendedLoader(environment.loader, change)
