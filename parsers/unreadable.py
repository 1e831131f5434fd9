"""A document that cannot be read at all, and why."""

from __future__ import annotations


class Unreadable(Exception):  # noqa: N818 - named for what the document is
    """The document cannot be read; ``code`` is the problem's, the message its detail."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code

    def __reduce__(self) -> tuple[type[Unreadable], tuple[str, str]]:
        return Unreadable, (self.code, str(self))
