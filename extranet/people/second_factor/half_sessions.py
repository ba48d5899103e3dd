"""Half-open sessions: the password was right, the second factor is awaited.

A half-open session is no session. It lies in a table of its own, under a token and a cookie of its
own, lives ten minutes, and opens nothing but the page that asks for the second factor.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from litestar import Request
from litestar.datastructures import Cookie

from extranet.core.clock import now
from extranet.core.database import UnitOfWork
from extranet.core.ids import new_id
from extranet.core.sessions import token_cookie
from extranet.core.settings import Settings
from extranet.core.tokens import digest, new_token

LIFETIME = timedelta(minutes=10)

_BEGIN = """
    INSERT INTO half_session (id, token_digest, person_id, expires_at) VALUES ($1, $2, $3, $4)
"""


async def begin(work: UnitOfWork, person_id: UUID) -> str:
    """Begin one for somebody who gave the right password; return its token."""
    token = new_token()
    await work.run(_BEGIN, new_id(), digest(token), person_id, now() + LIFETIME)
    work.record("session:begin", "person", person_id, after={"person": person_id})
    return token


def half_cookie(settings: Settings, token: str) -> Cookie:
    """The cookie that carries `token`; an empty token removes it."""
    return token_cookie(settings, _name(settings), token, LIFETIME)


def half_token(request: Request[Any, Any, Any], settings: Settings) -> str:
    """The token a browser brings along; empty where it has none."""
    return request.cookies.get(_name(settings), "")


def _name(settings: Settings) -> str:
    return "__Host-palier-half" if settings.secure_cookies else "palier_half_session"
