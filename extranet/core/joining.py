"""Joins the scripts and style sheets of a page into few small files, at set-up.

A browser pays for every file it asks for: headers, and a round trip at each level of imports. The
sources stay valid as they are; `extranet.core.assets` serves them where no joined file fits.
"""

import hashlib
import json
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from extranet.core.joined import FOLDER, Joined, read_record, write_record
from extranet.core.node import node_command

SCRIPTS = (
    "js/app/register.js",
    "js/desk.js",
    "js/door.js",
    "js/follow.js",
    "js/product-picture.js",
    "js/signature-pad.js",
    "js/signing.js",
    "js/tablet/home.js",
    "js/tablet/main.js",
    "js/tablet/sender.js",
    "js/theme.js",
)
SHEETS_OF_ONE_PAGE = (
    "css/agencies.css",
    "css/cart.css",
    "css/contracts.css",
    "css/followed.css",
    "css/inbox.css",
    "css/journal.css",
    "css/people.css",
    "css/photo.css",
    "css/privacy.css",
    "css/progress.css",
    "css/reading.css",
    "css/sellers.css",
)
SHEETS_OF_LAYOUTS = "css/pages/*.css"
"""Each imports the sheets of one layout, in the order of the cascade."""

OPTIONS = (
    "--bundle",
    "--minify",
    "--splitting",
    "--format=esm",
    # Nesting, layers and light-dark() stay as written.
    "--target=chrome131,edge131,firefox133,safari18.2",
    # Kept as written: a joined sheet lies one folder below static/, as its source does.
    "--external:../vendor/fonts/*",
    "--external:../brand/*",
    "--log-level=warning",
)
_ACCOUNT = "account.json"


class JoinError(RuntimeError):
    """A script or style sheet cannot be joined; the message says which, and why."""


def entries(static: Path) -> tuple[str, ...]:
    """The files that templates name and that are joined with all they import."""
    layouts = sorted(path.relative_to(static).as_posix() for path in static.glob(SHEETS_OF_LAYOUTS))
    return (*SCRIPTS, *layouts, *SHEETS_OF_ONE_PAGE)


def is_joined(project: Path) -> bool:
    """Whether the joined files are there, made from the present sources in today's manner."""
    static = project / "static"
    joined = read_record(static)
    return (
        joined is not None
        and joined.maker == _maker(project)
        and set(joined.files) == set(entries(static))
        and joined.is_made_of(lambda source: _digest_if_there(static / source))
        and all((static / file).is_file() for made in joined.files.values() for file in made)
    )


def join(project: Path) -> None:
    """Rebuild `static/joined/`. Raises JoinError with the joiner's own words."""
    static = project / "static"
    # Taken first: a source edited during the run no longer has this digest, and is served itself.
    digests = {path: _digest(path) for path in static.rglob("*") if path.suffix in (".js", ".css")}
    with tempfile.TemporaryDirectory() as made:
        outputs, inputs = _run(project, Path(made))
        target = static / FOLDER
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir()
        for name in outputs:
            shutil.copyfile(Path(made) / name, target / name)
    sources = {source: digests[static / source] for source in inputs}
    write_record(static, Joined(_maker(project), sources, _files(outputs)))


def _run(project: Path, folder: Path) -> tuple[dict[str, Any], list[str]]:
    """Join into `folder`; return the account of what was made, by file name, and the sources."""
    joiner = project / "node_modules" / "esbuild-wasm" / "bin" / "esbuild"
    names = [f"{_flat(entry)}={entry}" for entry in entries(project / "static")]
    result = subprocess.run(  # noqa: S603 (our own command)
        [
            *node_command(),
            str(joiner),
            *names,
            *OPTIONS,
            f"--outdir={folder}",
            f"--metafile={folder / _ACCOUNT}",
        ],
        cwd=project / "static",
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode != 0:
        raise JoinError(f"scripts and style sheets cannot be joined.\n{result.stderr.strip()}")
    account = json.loads((folder / _ACCOUNT).read_text(encoding="utf-8"))
    outputs = {Path(path).name: made for path, made in account["outputs"].items()}
    return outputs, sorted(account["inputs"])


def _flat(entry: str) -> str:
    """The name of a joined file, without its suffix: all lie in one folder."""
    return entry.rpartition(".")[0].replace("/", "-")


def _files(outputs: dict[str, Any]) -> dict[str, list[str]]:
    """Entry → its joined file, then what that one imports, all the way down."""
    files = {}
    for name, made in outputs.items():
        if "entryPoint" not in made:
            continue
        found = [name]
        for file in found:
            for one in outputs[file]["imports"]:
                imported = Path(one["path"]).name
                if one["kind"] == "import-statement" and imported not in found:
                    found.append(imported)
        files[made["entryPoint"]] = [f"{FOLDER}/{file}" for file in found]
    return files


def _maker(project: Path) -> str:
    """What joined files depend on besides their sources: the joiner's version, and this module."""
    digest = hashlib.sha256()
    for file in (project / "package-lock.json", Path(__file__)):
        digest.update(_digest(file).encode())
    return digest.hexdigest()


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _digest_if_there(file: Path) -> str | None:
    return _digest(file) if file.is_file() else None
