"""Every route of the room, but those of the signature."""

from wizard import (
    routes_addresses,
    routes_app,
    routes_attachments,
    routes_booklet,
    routes_outbox,
    routes_sales,
)

routes = [
    *routes_addresses.routes,
    *routes_app.routes,
    *routes_attachments.routes,
    *routes_booklet.routes,
    *routes_outbox.routes,
    *routes_sales.routes,
]
