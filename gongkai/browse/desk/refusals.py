"""What the desk does not take, and why, in words for the person before the browser."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gongkai.browse.wording import Words

Headers = Mapping[bytes, bytes]


class Refused(Exception):  # noqa: N818 - named for what happened
    """A request that is not answered with a result; ``status`` is HTTP's."""

    def __init__(self, status: int, zh: str, en: str) -> None:
        super().__init__(en)
        self.status = status
        self.words = Words(zh, en)


def check_caller(headers: Headers, hosts: Iterable[str], *, changes: bool) -> None:
    """Raise ``Refused`` unless the browser asked this very address, and by our own page.

    A name that a stranger's page had pointed at this machine (DNS rebinding) comes in ``Host``;
    a form on a stranger's page names its ``Origin`` (Fetch standard, 3.1). ``changes`` is set
    for what only our own page may send.
    """
    allowed = frozenset(hosts)
    if headers.get(b"host", b"").decode("latin-1").lower() not in allowed:
        zh = "这个地址只供本机浏览器直接打开。"
        raise Refused(421, zh, "This address answers only to the browser on this machine.")
    if not changes:
        return
    origin = headers.get(b"origin")
    own = {f"http://{host}".encode("latin-1") for host in allowed}
    site = headers.get(b"sec-fetch-site", b"none")
    if (origin is not None and origin.lower() not in own) or site not in (b"none", b"same-origin"):
        zh = "只接受由本页送来的文件。"
        raise Refused(403, zh, "Files are taken from this page alone, not from another site.")


def too_large(most: int) -> Refused:
    """413, with the limit in megabytes."""
    limit = most // 1024**2
    return Refused(
        413,
        f"文件过大：一次合计至多 {limit} MB，没有核对。",
        f"Too large: at most {limit} MB at a time. Nothing was checked.",
    )
