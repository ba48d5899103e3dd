"""Finding a Chromium for the tests: CHROMIUM, the system's, then Playwright's.

`python -m extranet.testing.browser` installs one when there is none, or says what to do.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

# The shell is the same Chromium without the windows nobody sees, which cost two fifths of a test.
_NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
_PACKAGES = ("chromium-headless-shell", "chromium")
_APPLICATIONS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
"""What Chromium is started with: no outside traffic, and it may run as root in a container."""


def find() -> str | None:
    """Return the path of a Chromium, or None."""
    chosen = os.environ.get("CHROMIUM")
    if chosen:
        return shutil.which(chosen)
    for name in _NAMES:
        if found := shutil.which(name):
            return found
    for application in _APPLICATIONS:
        if Path(application).exists():
            return application
    return _playwrights()


def _playwrights() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _install() -> None:
    """Try the system's packages (as root on Debian), then Playwright's own download."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-qq"], check=False)  # noqa: S607
        for package in _PACKAGES:
            if find() is None:
                subprocess.run(["apt-get", "install", "-y", "-qq", package], check=False)  # noqa: S603, S607
    if find() is None:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def main() -> int:
    """Make sure there is a Chromium; say plainly what to do when there cannot be one."""
    if find() is None:
        sys.stdout.write("No Chromium found: trying to install one…\n")
        _install()
    found = find()
    if found is None:
        sys.stdout.write(
            "The browser tests need Chromium and none could be installed.\n"
            "Install it (Debian: apt-get install chromium; macOS: brew install chromium),\n"
            "or set CHROMIUM to the path of a Chromium or Chrome, then run this again.\n"
        )
        return 1
    sys.stdout.write(f"Browser tests use {found}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
