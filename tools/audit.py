"""Ask the advisory database about every version in the locks: ``make audit``.

``python tools/audit.py LOCK…`` with pip-audit installed. Exit status 0 nothing is known,
1 advisories, or packages that could not be looked up, are printed, 2 nothing could be learned
(no internet, most often).
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

OFFLINE = (
    "gongkai audit: the advisories could not be asked for; this needs the internet. "
    "Nothing was learned about {lock}:\n{said}"
)


def audited(lock: str) -> list[dict[str, Any]]:
    """The packages of a lock as pip-audit describes them. Raises ``RuntimeError``."""
    # Nothing is resolved or installed: a lock names every version with its hashes.
    command = [sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes"]
    command += ["--progress-spinner", "off", "--format", "json", "-r", lock]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        found: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError, TypeError):
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        raise RuntimeError(OFFLINE.format(lock=lock, said="\n".join(lines[-2:]))) from None
    # Behind a mirror of the index every package is there, and nothing is known of any.
    if all("skip_reason" in one for one in found):
        raise RuntimeError(OFFLINE.format(lock=lock, said=found[0]["skip_reason"] if found else ""))
    return found


def advisories(packages: list[dict[str, Any]]) -> list[str]:
    """One line for each thing that is known, and for each package that could not be looked up."""
    lines = []
    for one in packages:
        if "skip_reason" in one:
            lines.append(f"{one['name']}: not looked up: {one['skip_reason']}")
        for advisory in one.get("vulns", ()):
            mended = ", ".join(advisory.get("fix_versions", ())) or "no release yet"
            names = ", ".join((advisory["id"], *advisory.get("aliases", ())))
            lines.append(f"{one['name']} {one['version']}: {names}; mended in {mended}")
    return lines


def main(locks: list[str]) -> int:
    """Print what is known of the packages of these locks; returns the exit status."""
    status = 0
    for lock in locks:
        try:
            packages = audited(lock)
        except RuntimeError as error:
            print(error, file=sys.stderr)
            return 2
        lines = advisories(packages)
        print(f"{lock}: {len(packages)} packages, {len(lines)} to look at")
        for line in lines:
            print(f"  {line}")
        status = status or int(bool(lines))
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
