"""Every page of the product, as every role meets it, and what is no page."""

from e2e.stops.desk import DESK
from e2e.stops.door import DOOR
from e2e.stops.own import OWN
from e2e.stops.people import PEOPLE
from e2e.stops.selling import SELLING

ALIKE = {"referent": "adviser", "lead": "administrator"}
"""Who is shown the pages of another role, beside their own: they are visited as that one."""

NO_PAGES = {
    "/manifest.webmanifest",
    "/presence",
    "/service-worker.js",
    "/health/live",
    "/health/ready",
    "/health/metrics",
    "/me.json",
    "/sign-in/passkey.json",
    "/tablets/{tablet_id:uuid}/key",
    "/tablets/{tablet_id:uuid}/standing",
    "/catalogue.json",
    "/product-pictures/{name:str}",
    "/refused-addresses.json",
    "/sales/{sale_id:uuid}/answers",
    "/sales/{sale_id:uuid}/signature/{kind:str}",
    "/sales/{sale_id:uuid}/signature/{kind:str}/pages/{number:int}",
    "/sales/{sale_id:uuid}/documents/{document:str}",
    "/home/events",
    "/followed/events",
    "/sales/{sale_id:uuid}/events",
    "/s/{token:str}/files/{kind:str}",
    "/sales/{sale_id:uuid}/photos/{photo_id:uuid}",
    "/documents/{token:str}/{name:str}",
    "/people/{person_id:uuid}/contract/papers/{paper_id:uuid}",
    "/account/contract/papers/{paper_id:uuid}",
    "/contracts/export.csv",
    "/journal/export.csv",
    "/journal/export.jsonl",
    "/people/invitations/example.csv",
    "/people/invitations/lists/{list_id:uuid}/refused.csv",
}
"""GET routes that answer with a file, an image or JSON."""

STOPS = (*DOOR, *SELLING, *DESK, *PEOPLE, *OWN)
