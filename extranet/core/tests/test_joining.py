"""Joined files: made of what templates name, served only while their sources are the same."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from extranet.core import assets, joining, modules, vendor
from extranet.core.assets import asset
from extranet.core.joined import read_record
from extranet.core.modules import modules_of, source_modules_of

ENTRY_NAMED = re.compile(r"""asset\(["']((?:css|js)/[^"'~]+)["']\)""")
IMPORTED = re.compile(r"""(?:from|import)\s*["']([^"']+)["']""")


@pytest.fixture(scope="module")
def joined_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project beside ours, with the same sources, joined."""
    vendor.prepare()
    project = tmp_path_factory.mktemp("project")
    shutil.copy(vendor.PROJECT / "package-lock.json", project)
    for folder in ("css", "js", "vendor"):
        shutil.copytree(vendor.PROJECT / "static" / folder, project / "static" / folder)
    (project / "node_modules").symlink_to(vendor.PROJECT / "node_modules")
    assert vendor.prepare_joined(project) is True
    return project


@pytest.fixture
def project(joined_project: Path, tmp_path: Path) -> Path:
    """A copy of the joined project, to be changed at will."""
    return shutil.copytree(joined_project, tmp_path / "project", symlinks=True)


@pytest.fixture
def served(project: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The static folder of that copy, as a web process that starts now finds it."""
    static = project / "static"
    monkeypatch.setattr(assets, "STATIC", static)
    monkeypatch.setattr(modules, "STATIC", static)
    forget()
    yield static
    monkeypatch.undo()
    forget()


def forget() -> None:
    """What a process keeps about static files goes, as if it started again."""
    for kept in (assets._digests, assets.tree_hash, assets.joined_files, source_modules_of):
        kept.cache_clear()


def path_of(address: str) -> str:
    """The path under `static/` that `address` names."""
    return address.split("/", 3)[3]


def test_a_page_gets_the_joined_files_and_their_shared_ones(served: Path) -> None:
    main = path_of(asset("js/tablet/main.js"))
    assert main == "joined/js-tablet-main.js"
    shared = modules_of("js/tablet/main.js")
    assert shared
    assert path_of(asset(shared[0])) == shared[0]
    imported = IMPORTED.findall((served / main).read_text(encoding="utf-8"))
    assert {f"joined/{name.removeprefix('./')}" for name in imported} <= set(shared)


def test_a_changed_source_is_served_itself_and_so_are_all_others(served: Path) -> None:
    source = served / "js" / "tablet" / "words.js"
    source.write_text(source.read_text(encoding="utf-8") + "\n// changed\n", encoding="utf-8")
    assert path_of(asset("js/tablet/main.js")) == "js/tablet/main.js"
    assert path_of(asset("css/pages/desk.css")) == "css/pages/desk.css"
    assert "js/tablet/words.js" in modules_of("js/tablet/main.js")


def test_a_source_that_is_gone_makes_the_joined_files_stale(served: Path) -> None:
    (served / "css" / "journal.css").unlink()
    assert path_of(asset("css/pages/desk.css")) == "css/pages/desk.css"


def test_sources_are_served_where_nothing_was_joined(served: Path) -> None:
    shutil.rmtree(served / "joined")
    assert path_of(asset("css/pages/desk.css")) == "css/pages/desk.css"


def test_a_second_run_has_nothing_to_do(project: Path) -> None:
    assert vendor.prepare_joined(project) is False


@pytest.mark.parametrize("file", ["css/field.css", "js/tablet/words.js", "vendor/idb.js"])
def test_a_changed_source_is_joined_again(project: Path, file: str) -> None:
    source = project / "static" / file
    source.write_text(source.read_text(encoding="utf-8") + "\n/* changed */\n", encoding="utf-8")
    assert not joining.is_joined(project)


def test_a_lost_file_or_a_new_layout_is_joined_again(project: Path) -> None:
    lost = project / "static" / "joined" / "js-desk.js"
    text = lost.read_text(encoding="utf-8")
    lost.unlink()
    assert not joining.is_joined(project)
    lost.write_text(text, encoding="utf-8")
    assert joining.is_joined(project)
    (project / "static" / "css" / "pages" / "new.css").write_text('@import "../base.css";')
    assert vendor.prepare_joined(project) is True
    assert (project / "static" / "joined" / "css-pages-new.css").is_file()


def test_a_source_that_cannot_be_read_is_named_and_the_sources_are_served(served: Path) -> None:
    (served / "js" / "focus.js").write_text("export function {", encoding="utf-8")
    with pytest.raises(joining.JoinError, match=r"js/focus\.js"):
        joining.join(served.parent)
    assert path_of(asset("js/desk.js")) == "js/desk.js"


def test_joined_files_ask_for_nothing_but_what_the_page_announces(joined_project: Path) -> None:
    static = joined_project / "static"
    record = read_record(static)
    assert record is not None
    for entry, files in record.files.items():
        text = (static / files[0]).read_text(encoding="utf-8")
        if entry.endswith(".css"):
            assert "@import" not in text
            for address in re.findall(r"url\(([^)]+)\)", text):
                assert (vendor.PROJECT / "static" / "joined" / address).resolve().is_file(), address
        else:
            imported = {f"joined/{Path(name).name}" for name in IMPORTED.findall(text)}
            assert imported <= set(files[1:])
        assert "sourceMappingURL" not in text


def test_every_script_and_sheet_a_template_names_exists_and_is_joined() -> None:
    static = vendor.PROJECT / "static"
    named = set()
    for template in (vendor.PROJECT / "templates").rglob("*.html"):
        named |= set(ENTRY_NAMED.findall(template.read_text(encoding="utf-8")))
    assert "css/pages/desk.css" in named
    assert named == set(joining.entries(static))
    assert [entry for entry in sorted(named) if not (static / entry).is_file()] == []


def test_every_sheet_of_ours_is_imported_or_named_by_a_page() -> None:
    static = vendor.PROJECT / "static"
    used = {static / entry for entry in joining.entries(static)}
    unread = {sheet for sheet in used if sheet.suffix == ".css"}
    while unread:
        sheet = unread.pop()
        names = re.findall(r'@import "([^"]+)";', sheet.read_text(encoding="utf-8"))
        imported = {(sheet.parent / name).resolve() for name in names}
        unread |= imported - used
        used |= imported
    assert used >= set((static / "css").rglob("*.css"))
