"""`docs/roles.md`: who may do what, written from the tables the product itself goes by, and from
the grants of a migrated database.

`python -m extranet.testing.roles` writes it; a test keeps it current.
"""

import asyncio
from collections.abc import Iterator
from pathlib import Path

from litestar import Litestar

from extranet.app import create_app
from extranet.core.access import NEED_SECOND_FACTOR, ROLES, Permission, Role
from extranet.core.doors import Way, ways_in
from extranet.core.settings import Settings
from extranet.testing.grants import Grants, grants, section
from extranet.testing.plugin import prepared_database, started_server

PAGE = Path(__file__).resolve().parents[2] / "docs" / "roles.md"
_HEAD = """# Who may do what

Written from `extranet/core/access.py` (the table of roles), from the doors of the routes
(`extranet/core/doors.py`) and from the catalogue of a migrated database by
`python -m extranet.testing.roles`: change those, not this.

A permission opens a door; which rows are behind it is the database's to say, by the kind of actor a
role works as (`extranet/core/row_security.py`). An adviser has their own, a manager those of their
agencies and of all below, the back office everything, an auditor the journal. A referent has their
own too, and of those they follow what one function tells.

Whoever gives a role invites people to it, and gives it to people they oversee in place of another
that they give as well; nobody does to themselves.
"""
_COLUMNS = """## What the database lets each kind of actor do, by table and column

A role of the table above works as one of these. Where columns are named it is to them alone; where
none is, to all. Which rows it is to, row security says, by policies of the same migrations; what is
not here no actor of that kind can do by any statement, but by the functions that were made for it.
`scribe`, `eraser` and `forgetter` are nobody's: functions alone run as these.
"""
_STATIC = "/static/"


def page(app: Litestar, granted: Grants) -> str:
    """The page, whole; `granted` is what the database says."""
    return "\n".join([_HEAD, *_roles(), "", *_ways(app), _COLUMNS, *section(granted), ""])


def _roles() -> Iterator[str]:
    yield "| Permission | " + " | ".join(role.value.replace("_", " ") for role in ROLES) + " |"
    yield "|" + " --- |" * (len(ROLES) + 1)
    for permission in Permission:
        marks = (" yes " if permission in rights.permissions else "  " for rights in ROLES.values())
        yield f"| `{permission.value}` |" + "|".join(marks) + "|"
    gives = (
        ", ".join(f"`{one}`" for one in Role if one in rights.gives) for rights in ROLES.values()
    )
    yield "| gives the roles | " + " | ".join(gives) + " |"
    seen = (
        ", ".join(f"`{one}`" for one in Role if one in rights.impersonates)
        for rights in ROLES.values()
    )
    yield "| looks in the name of | " + " | ".join(seen) + " |"
    factors = ("needed" if role in NEED_SECOND_FACTOR else "offered" for role in ROLES)
    yield "| second factor | " + " | ".join(factors) + " |"
    yield "| works as | " + " | ".join(rights.kind.value for rights in ROLES.values()) + " |"


def _ways(app: Litestar) -> Iterator[str]:
    by_door: dict[str, list[str]] = {}
    for way in ways_in(app):
        if not way.path.startswith(_STATIC):
            by_door.setdefault(_named(way), []).append(f"`{way.method} {way.path}`")
    for door in sorted(by_door):
        yield f"## {door}\n"
        yield from (f"- {way}" for way in sorted(by_door[door]))
        yield ""


def _named(way: Way) -> str:
    door = way.door
    if door.everybody:
        return "Everybody, signed in or not"
    if not door.permissions:
        alone = ", in person" if door.in_person else ""
        also = ", also before they have the second factor they need" if door.setting_up else ""
        return f"Whoever is signed in{alone}{also}"
    needed = " or ".join(f"`{one.value}`" for one in sorted(door.permissions))
    return f"{needed}, also while suspended" if door.suspended_too else needed


def _write() -> None:
    app = create_app(Settings.load({"PALIER_SECRET": "5e" * 32}))
    with started_server() as server:
        url = prepared_database(server, "roles_page")
        granted = asyncio.run(grants(url))
        asyncio.run(server.drop_database("roles_page"))
    PAGE.write_text(page(app, granted), encoding="utf-8")


if __name__ == "__main__":
    _write()
