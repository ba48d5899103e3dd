"""The only place where rooms are plugged together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from litestar import Litestar
from litestar.config.compression import CompressionConfig
from litestar.datastructures import CacheControlHeader, State
from litestar.exceptions import InternalServerException
from litestar.static_files import create_static_files_router

from extranet.core import collector, database, health
from extranet.core.access import Permission
from extranet.core.assets import STATIC, tree_hash
from extranet.core.doors import EVERYBODY, refuse_doorless
from extranet.core.failures import HANDLERS, not_found
from extranet.core.headers import before_send
from extranet.core.i18n import N_
from extranet.core.origin import OriginMiddleware
from extranet.core.pages import NavEntry, set_navigation
from extranet.core.precedence import PrecedenceMiddleware
from extranet.core.refusals import journal_raised
from extranet.core.sessions import SessionMiddleware
from extranet.core.settings import Settings
from extranet.core.telemetry import TelemetryMiddleware
from extranet.privacy.limits import refuse_unlawful
from extranet.rooms import plug_events, routes_of

_A_YEAR = 31_536_000

NAVIGATION = [
    NavEntry("/", N_("Accueil"), "house", Permission.SALE_SELL),
    NavEntry("/sales", N_("Ventes"), "shopping-basket", Permission.SALE_LIST),
    NavEntry("/followed", N_("Suivis"), "eye", Permission.FOLLOWED_READ),
    NavEntry("/contracts", N_("Contrats"), "file-check", Permission.CONTRACT_LIST),
    NavEntry("/catalogue", N_("Catalogue"), "package", Permission.CATALOGUE_KEEP),
    NavEntry("/people", N_("Équipe"), "users-round", Permission.PEOPLE_LIST),
    NavEntry("/seller-contracts", N_("Vendeurs"), "badge-check", Permission.SELLER_KEEP),
    NavEntry("/agencies", N_("Organisation"), "landmark", Permission.TEAM_KEEP),
    NavEntry("/refused-addresses", N_("Refus"), "ban", Permission.REFUSAL_KEEP),
    NavEntry("/rescue-files", N_("Secours"), "cloud-upload", Permission.OUTBOX_IMPORT),
    NavEntry("/privacy", N_("Données"), "fingerprint-pattern", Permission.PRIVACY_HANDLE),
    NavEntry("/journal", N_("Journal"), "scroll-text", Permission.JOURNAL_READ),
]


def create_app(settings: Settings) -> Litestar:
    """Return the web application of `settings`; it opens its database pool when it starts.

    Raises `UnsafeSettings` when they would keep data longer than the law lets them.
    """
    refuse_unlawful(settings)
    set_navigation(NAVIGATION)
    plug_events()

    @asynccontextmanager
    async def open_ground(_: Litestar) -> AsyncIterator[None]:
        await database.connect(settings)
        collector.release()
        try:
            yield
        finally:
            await database.disconnect()

    app = Litestar(
        route_handlers=[*health.routes, *routes_of(settings), _static_files()],
        lifespan=[open_ground],
        middleware=[
            TelemetryMiddleware(),
            PrecedenceMiddleware(),
            OriginMiddleware(settings),
            SessionMiddleware(settings),
        ],
        before_send=[before_send],
        after_exception=[journal_raised],
        exception_handlers=HANDLERS,
        compression_config=CompressionConfig(
            backend="brotli", brotli_quality=4, brotli_gzip_fallback=True, minimum_size=600
        ),
        openapi_config=None,
        state=State({"settings": settings}),
        request_max_body_size=2_000_000,
        debug=False,
    )
    refuse_doorless(app)
    return app


def _static_files() -> Any:
    return create_static_files_router(
        path=f"/static/{tree_hash()}",
        directories=[STATIC],
        cache_control=CacheControlHeader(max_age=_A_YEAR, public=True, immutable=True),
        include_in_schema=False,
        guards=EVERYBODY,
        # A name that no file system can have, by its length or a null character in it.
        exception_handlers={InternalServerException: not_found, ValueError: not_found},
    )
