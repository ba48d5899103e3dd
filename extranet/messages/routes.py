"""The local inbox, a page that stands in for the customers' phones and mailboxes.

It exists only where a local provider does; production refuses to start with one.
"""

import re
from typing import Any

from litestar import Request, Response, get
from markupsafe import Markup

from extranet.core.database import unit_of_work
from extranet.core.doors import EVERYBODY
from extranet.core.pages import page
from extranet.core.sessions import visitor_of
from extranet.core.settings import Settings
from extranet.core.unbroken import unbroken

_LINK_OR_CODE = re.compile(
    r"(?P<link>https?://[^\s<>\"]+[^\s<>\".,;:!?)])|(?<![\w-])(?P<code>\d{6})(?![\w-])"
)
_NEWEST = """
    SELECT id, channel, recipient, subject, body, received_at FROM inbox_item
    ORDER BY received_at DESC LIMIT 200
"""


@get("/inbox", guards=EVERYBODY)
async def show_inbox(request: Request[Any, Any, Any]) -> Response[str]:
    """Every SMS and e-mail, newest first; the page asks again every two seconds."""
    # Not journalled, unlike other pages with personal data: it is read every two seconds by
    # nobody in particular, and only where no real customer is written to.
    async with unit_of_work(visitor_of(request)) as work:
        rows = await work.all(_NEWEST)
    items = [{**row, "body": linked(row["body"])} for row in rows]
    return page(
        request,
        "messages/inbox.html",
        texts=[item for item in items if item["channel"] == "sms"],
        mails=[item for item in items if item["channel"] == "email"],
    )


def linked(text: str) -> Markup:
    """`text` as HTML: its links can be followed, its six-digit codes stand out."""
    parts: list[str] = []
    end = 0
    for found in _LINK_OR_CODE.finditer(text):
        parts.append(unbroken(text[end : found.start()]))
        if found["link"]:
            parts.append(
                Markup('<a href="{0}" target="_blank" rel="noopener">{0}</a>').format(found["link"])
            )
        else:
            parts.append(Markup("<strong>{}</strong>").format(found["code"]))
        end = found.end()
    parts.append(unbroken(text[end:]))
    return Markup("").join(parts)


def routes(settings: Settings) -> list[Any]:
    """The room's pages in the installation `settings` describes."""
    return [show_inbox] if settings.local_messages else []
