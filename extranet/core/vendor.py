"""The front-end packages: fetched from npm at set-up; the files pages use go to `static/vendor/`.

`python -m extranet.core.vendor` does what is missing, joins our own scripts and style sheets
(`extranet.core.joining`), and returns at once when there is nothing to do: the work is stamped
with a hash of all it depends on.
"""

import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from extranet.core.communes import communes_file
from extranet.core.joining import JoinError, is_joined, join
from extranet.core.node import npm_command

PROJECT = Path(__file__).resolve().parents[2]

FONT = "@fontsource-variable/atkinson-hyperlegible-next"
COPIES = {
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "htmx.org/LICENSE": "licences/htmx.txt",
    "idb/build/index.js": "idb.js",
    "idb/LICENSE": "licences/idb.txt",
    "@cfworker/json-schema/dist/esm/*.js": "json-schema/",
    "@cfworker/json-schema/package.json": "licences/json-schema.json",
    f"{FONT}/files/*-latin-wght-normal.woff2": "fonts/latin.woff2",
    f"{FONT}/files/*-latin-ext-wght-normal.woff2": "fonts/latin-ext.woff2",
    f"{FONT}/LICENSE": "licences/atkinson.txt",
    "lucide-static/LICENSE": "licences/lucide.txt",
    "axe-core/axe.min.js": "axe.min.js",
    "codes-postaux/LICENSE": "licences/codes-postaux.txt",
}
"""Pattern under `node_modules/` → name under `static/vendor/`; a folder takes several files."""

SOURCE_MAP_COMMENT = re.compile(r"\n?//# sourceMappingURL=.*\s*$")
ICON_BODY = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
HEARTBEAT_SECONDS = 5.0


class VendorError(RuntimeError):
    """The front-end packages could not be made ready; the message says what to do."""


def say(message: str) -> None:
    """Tell the person at the terminal where the set-up stands."""
    sys.stdout.write(f"Front-end packages: {message}\n")
    sys.stdout.flush()


def fingerprint(*files: Path) -> str:
    """One hash over the contents of `files`."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def install(project: Path) -> None:
    """Run `npm ci`, with a sign of life while it lasts. Raises VendorError with npm's own words."""
    say("fetching (npm ci), about a minute at worst")
    started = time.monotonic()
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as output:
        process = subprocess.Popen(  # noqa: S603 (npm of our own wheel)
            [
                *npm_command(),
                "ci",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--loglevel=error",
            ],
            cwd=project,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            while True:
                try:
                    status = process.wait(timeout=HEARTBEAT_SECONDS)
                    break
                except subprocess.TimeoutExpired:
                    say(f"still fetching, {time.monotonic() - started:.0f} s")
        except BaseException:
            process.kill()
            process.wait()
            raise
        if status != 0:
            output.seek(0)
            raise VendorError(
                f"npm ci ended with status {status}. Check the network and npm's settings, "
                f"then run it again.\n{output.read().strip()}"
            )
    say(f"fetched in {time.monotonic() - started:.0f} s")


def matching(packages: Path, pattern: str) -> Iterator[Path]:
    """The files that `pattern` names under `node_modules/`; at least one, else VendorError."""
    found = sorted(packages.glob(pattern))
    if not found:
        raise VendorError(
            f"node_modules/{pattern} is missing: delete node_modules and run this again."
        )
    yield from found


def copy_file(source: Path, target: Path) -> None:
    """Copy one file; scripts lose the reference to a source map that is not served."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.suffix == ".js":
        text = source.read_text(encoding="utf-8")
        target.write_text(SOURCE_MAP_COMMENT.sub("\n", text), encoding="utf-8")
    else:
        shutil.copyfile(source, target)


def icon_names(project: Path) -> list[str]:
    """The Lucide icons that pages use: one name per line in `static/icons/list.txt`."""
    return (project / "static" / "icons" / "list.txt").read_text(encoding="utf-8").split()


def icon_sprite(packages: Path, names: list[str]) -> str:
    """One SVG file with a `<symbol>` per icon, for `<use href="…/icons.svg#name">`."""
    symbols = []
    for name in names:
        source = packages / "lucide-static" / "icons" / f"{name}.svg"
        if not source.exists():
            raise VendorError(f"static/icons/list.txt names {name!r}, which Lucide does not have.")
        body = ICON_BODY.search(source.read_text(encoding="utf-8"))
        if body is None:
            raise VendorError(f"{source.name} of Lucide has no drawing.")
        drawing = "".join(line.strip() for line in body.group(1).splitlines())
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{drawing}</symbol>\n')
    return (
        "<!-- Lucide, ISC licence: licences/lucide.txt -->\n"
        f'<svg xmlns="http://www.w3.org/2000/svg">\n{"".join(symbols)}</svg>\n'
    )


def copy(project: Path) -> None:
    """Rebuild `static/vendor/` from `node_modules/`."""
    packages = project / "node_modules"
    vendor = project / "static" / "vendor"
    shutil.rmtree(vendor, ignore_errors=True)
    for pattern, name in COPIES.items():
        for source in matching(packages, pattern):
            copy_file(source, vendor / name / source.name if name.endswith("/") else vendor / name)
    sprite = icon_sprite(packages, icon_names(project))
    (vendor / "icons.svg").write_text(sprite, encoding="utf-8")
    base = next(matching(packages, "codes-postaux/codes-postaux.json"))
    communes = communes_file(base.read_text(encoding="utf-8"))
    (vendor / "communes.json").write_text(communes, encoding="utf-8")


def prepare(project: Path = PROJECT) -> bool:
    """Bring `node_modules/` and `static/vendor/` up to date. Returns whether that took any work."""
    lock = project / "package-lock.json"
    installed = project / "node_modules" / ".palier-stamp"
    copied = project / "static" / "vendor" / ".stamp"
    lock_print = fingerprint(lock)
    copy_print = fingerprint(lock, project / "static" / "icons" / "list.txt", Path(__file__))
    if is_stamped(copied, copy_print):
        return False
    if not is_stamped(installed, lock_print):
        install(project)
        installed.write_text(lock_print, encoding="utf-8")
    copy(project)
    copied.write_text(copy_print, encoding="utf-8")
    say("ready in static/vendor")
    return True


def is_stamped(stamp: Path, wanted: str) -> bool:
    """Whether the work that `stamp` stands for was done for exactly this input."""
    return stamp.exists() and stamp.read_text(encoding="utf-8") == wanted


def prepare_joined(project: Path = PROJECT) -> bool:
    """Bring `static/joined/` up to date, after `prepare`. Returns whether that took any work."""
    if is_joined(project):
        return False
    say("joining scripts and style sheets")
    started = time.monotonic()
    join(project)
    say(f"joined in static/joined in {time.monotonic() - started:.0f} s")
    return True


def main() -> int:
    """The command line: 0 when ready, 1 with the reason when not."""
    try:
        prepared = prepare()
        if not (prepare_joined() or prepared):
            say("already there")
    except (VendorError, JoinError) as error:
        say(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
