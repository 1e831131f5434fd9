"""LibreOffice as a converter: a program that need not be there, run so that it can do no harm.

Each document gets a run of its own: a profile and folder that are removed afterwards, no macro,
no fetch, bounds on time, memory and size, and an end for every process that it started, also
when we are killed (``guard``).
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

from parsers.unreadable import Unreadable

#: Where to look when the variable says nothing: names on PATH, and the place on a Mac.
VARIABLE = "GONGKAI_SOFFICE"
_NAMES = ("soffice", "libreoffice")
_ON_MAC = Path("/Applications/LibreOffice.app/Contents/MacOS/soffice")
#: Seconds for one document. The first start writes a profile, which takes some of them.
LONGEST = 90.0
#: So often a look is taken whether somebody wants it to stop.
_LOOK = 0.25
#: Bytes of what it makes, and of its address space: it maps two gigabytes before it begins.
LARGEST = 64 * 1024 * 1024
_MEMORY = 6 * 1024**3
INSTALL = (
    "install it (Debian, Ubuntu: apt install libreoffice-writer libreoffice-calc; elsewhere: "
    f"libreoffice.org), or set {VARIABLE} to its soffice"
)
#: Seconds that it gets beyond its time before it is ended without us: we may hang, or be killed.
_GRACE = 10
_GUARD = Path(__file__).with_name("guard.py")
_FILTERS = {
    "doc": "MS Word 97",
    "rtf": "Rich Text Format",
    "word.xml": "MS Word 2003 XML",
    "excel.xml": "MS Excel 2003 XML",
    "odt": "writer8",
    "ods": "calc8",
}
_WANTED = frozenset(("docx", "xlsx"))
#: No macros, no updates of links, and a proxy that is not there for whoever would fetch.
_SETTINGS = {
    "org.openoffice.Office.Common/Security/Scripting": {
        "DisableMacrosExecution": "true",
        "MacroSecurityLevel": "3",
        "BlockUntrustedRefererLinks": "true",
        "DisableActiveContent": "true",
    },
    "org.openoffice.Office.Writer/Content/Update": {"Link": "0"},
    "org.openoffice.Inet/Settings": {
        "ooInetProxyType": "1",
        "ooInetHTTPProxyName": "127.0.0.1",
        "ooInetHTTPProxyPort": "9",
        "ooInetHTTPSProxyName": "127.0.0.1",
        "ooInetHTTPSProxyPort": "9",
        "ooInetFTPProxyName": "127.0.0.1",
        "ooInetFTPProxyPort": "9",
    },
}


def program() -> str | None:
    """The soffice to run; None when there is none. ``GONGKAI_SOFFICE`` comes first."""
    named = os.environ.get(VARIABLE)
    if named:
        return shutil.which(named)
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    return found or (str(_ON_MAC) if _ON_MAC.is_file() else None)


def convert(
    data: bytes,
    suffix: str,
    wanted: str,
    *,
    longest: float = LONGEST,
    stopped: threading.Event | None = None,
) -> bytes:
    """``data``, a file that ends in ``suffix``, as one that ends in ``wanted``.

    Raises ``Unreadable``: ``needs_office`` without LibreOffice, ``conversion_failed`` when it
    takes longer than ``longest`` seconds, dies, makes nothing, or another thread sets ``stopped``.
    """
    # The worker that asks reads what strangers wrote: neither may become a path or an option.
    if suffix not in _FILTERS or wanted not in _WANTED:
        raise Unreadable(
            "conversion_failed", f"no conversion from {suffix!r:.20} to {wanted!r:.20}"
        )
    runs = program()
    if runs is None:
        raise Unreadable("needs_office", f"LibreOffice reads this (.{suffix}): {INSTALL}")
    with tempfile.TemporaryDirectory(prefix="gongkai-office-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source = folder / f"document.{suffix}"
        source.write_bytes(data)
        _write_profile(folder / "profile")
        _run(_command(runs, folder, source, wanted), folder, longest, stopped)
        return _result(folder / "out" / f"{source.stem}.{wanted}")


def _command(runs: str, folder: Path, source: Path, wanted: str) -> list[str]:
    filters = [f"--infilter={_FILTERS[source.name.partition('.')[2]]}"]
    options = ["--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo"]
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    to = ["--convert-to", wanted, "--outdir", str(folder / "out"), str(source)]
    return [runs, profile, *options, *filters, *to]


def _run(command: list[str], folder: Path, longest: float, stopped: threading.Event | None) -> None:
    # It gets none of our environment: no proxy, no token, no profile of the user's.
    surroundings = {"HOME": str(folder), "TMPDIR": str(folder), "LC_ALL": "C.UTF-8"}
    surroundings["PATH"] = os.environ.get("PATH", os.defpath)
    bounds = [str(folder), str(longest + _GRACE), str(_MEMORY), str(LARGEST + 1)]
    process = subprocess.Popen(
        [sys.executable, "-I", str(_GUARD), *bounds, *command],
        # Nothing is ever written into it: its end says that we are gone.
        stdin=subprocess.PIPE,
        # Not read: what it started could keep a pipe open after its end.
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=surroundings,
        process_group=0,
    )
    with _ended(process):
        _await(process, longest, stopped)


def _await(
    process: subprocess.Popen[bytes], longest: float, stopped: threading.Event | None
) -> None:
    end = monotonic() + longest
    while True:
        try:
            process.wait(max(0.0, min(_LOOK, end - monotonic())))
            return
        except subprocess.TimeoutExpired as late:
            if stopped is not None and stopped.is_set():
                raise Unreadable("conversion_failed", "LibreOffice was stopped") from late
            if monotonic() >= end:
                detail = f"LibreOffice took longer than {longest:g} s"
                raise Unreadable("conversion_failed", detail) from late


@contextmanager
def _ended(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """In the end nothing of it runs, whatever came in between."""
    try:
        yield
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert process.stdin is not None
        process.stdin.close()


def _result(file: Path) -> bytes:
    """What it made; nothing of it runs any more, so what is looked at here does not change."""
    if file.is_symlink() or not file.is_file():
        detail = "LibreOffice made nothing of it: the file is damaged, or asks for a password"
        raise Unreadable("conversion_failed", detail)
    with file.open("rb") as opened:
        found = opened.read(LARGEST + 1)
    if not found or len(found) > LARGEST:
        raise Unreadable("conversion_failed", f"LibreOffice made {len(found)} bytes of it")
    return found


def _write_profile(profile: Path) -> None:
    (profile / "user").mkdir(parents=True)
    items = "".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, properties in _SETTINGS.items()
        for name, value in properties.items()
    )
    (profile / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{items}</oor:items>\n',
        encoding="utf-8",
    )
