"""The rooms of this installation: their routes, their jobs, and the news between them."""

from importlib import import_module
from typing import Any

from audit.objects import name_agencies, name_objects
from extranet.contracts.opening import open_contract
from extranet.core.events import subscribe
from extranet.core.settings import Settings
from extranet.people.events import SalesHandedOver
from wizard.events import SaleSigned
from wizard.passing_on import pass_on

_JOBS = (
    "audit.jobs",
    "extranet.documents.jobs",
    "extranet.messages.jobs",
    "extranet.people.jobs",
    "extranet.people.leaving.jobs",
    "extranet.people.sellers.jobs",
    "wizard.followed.jobs",
    "extranet.privacy.jobs",
    "wizard.jobs",
    "wizard.no_visit.jobs",
)


def routes_of(settings: Settings) -> list[Any]:
    """Every route handler of every room that `settings` lets exist."""
    # Imported here: a worker answers nothing, and starts without them.
    from audit import routes as audit
    from extranet.catalogue import routes as catalogue
    from extranet.contracts import routes as contracts
    from extranet.messages import routes as messages
    from extranet.people import routes as people
    from extranet.people.leaving import routes as leaving
    from extranet.people.sellers import routes as sellers
    from extranet.privacy import routes as privacy
    from wizard import routes as wizard
    from wizard.followed import routes as followed
    from wizard.no_visit import routes as no_visit
    from wizard.rescue import routes as rescue
    from wizard.signing import routes as signing

    return [
        *people.routes,
        *leaving.routes,
        *sellers.routes,
        *messages.routes(settings),
        *catalogue.routes,
        *wizard.routes,
        *signing.routes,
        *followed.routes,
        *no_visit.routes,
        *rescue.routes,
        *contracts.routes,
        *privacy.routes,
        *audit.routes,
    ]


def plug_events() -> None:
    """Tell each room the news it waits for, and the journal what things are called."""
    subscribe(SaleSigned, open_contract)
    name_agencies("agency", "name")
    subscribe(SalesHandedOver, pass_on)
    name_objects("sale", "sale", "number")
    name_objects("contract", "contract", "number", related="sale_id")
    name_objects("privacy_request", "privacy_request", "number")


def plug_jobs() -> None:
    """Import the modules that declare jobs."""
    for module in _JOBS:
        import_module(module)
