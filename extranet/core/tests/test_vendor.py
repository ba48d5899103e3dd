"""The front-end packages on disk: complete, current, and what templates ask of them."""

import re
from pathlib import Path

from extranet.core import vendor

ICON_CALL = re.compile(r"""\bicon\(\s*["']([a-z0-9-]+)["']""")
RELATIVE_IMPORT = re.compile(r"""from\s+["'](\.[^"']*)["']""")


def test_a_second_run_has_nothing_to_do() -> None:
    vendor.prepare()
    assert vendor.prepare() is False


def test_a_changed_icon_list_rebuilds_the_copies_without_npm(tmp_path: Path) -> None:
    vendor.prepare()
    project = project_beside(tmp_path)
    assert vendor.prepare(project) is True
    (project / "static" / "icons" / "list.txt").write_text("check\nx\n", encoding="utf-8")
    assert vendor.prepare(project) is True
    sprite = (project / "static" / "vendor" / "icons.svg").read_text(encoding="utf-8")
    assert re.findall(r'<symbol id="([^"]+)"', sprite) == ["check", "x"]
    assert vendor.prepare(project) is False


def test_an_unknown_icon_is_named(tmp_path: Path) -> None:
    vendor.prepare()
    project = project_beside(tmp_path)
    (project / "static" / "icons" / "list.txt").write_text("no-such-icon\n", encoding="utf-8")
    try:
        vendor.prepare(project)
    except vendor.VendorError as error:
        assert "no-such-icon" in str(error)
    else:
        raise AssertionError("an unknown icon went through")


def test_every_icon_a_template_names_is_in_the_sprite() -> None:
    known = set(vendor.icon_names(vendor.PROJECT))
    for template in (vendor.PROJECT / "templates").rglob("*.html"):
        asked = set(ICON_CALL.findall(template.read_text(encoding="utf-8")))
        assert asked <= known, f"{template.name} asks for {sorted(asked - known)}"


def test_modules_import_files_that_a_browser_finds() -> None:
    vendor.prepare()
    served = vendor.PROJECT / "static" / "vendor"
    for script in served.rglob("*.js"):
        text = script.read_text(encoding="utf-8")
        assert "sourceMappingURL" not in text
        for target in RELATIVE_IMPORT.findall(text):
            assert (script.parent / target).is_file(), f"{script.name} imports {target}"


def test_the_lock_names_no_download_address() -> None:
    lock = (vendor.PROJECT / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock


def project_beside(folder: Path) -> Path:
    """A project with the real packages already installed, and nothing copied yet."""
    (folder / "static" / "icons").mkdir(parents=True)
    for name in ("package-lock.json", "static/icons/list.txt"):
        (folder / name).write_bytes((vendor.PROJECT / name).read_bytes())
    (folder / "node_modules").symlink_to(vendor.PROJECT / "node_modules")
    return folder
