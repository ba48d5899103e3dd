"""Who looks at the pages: accounts of the demo company, signed in as people sign in."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx

from extranet.demo.company import PASSWORD

ADVISER = "conseiller@palier.example"
MANAGER = "manager@palier.example"
BACK_OFFICE = "backoffice@palier.example"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody signed in to the installation at `url`."""

    url: str
    cookie: str

    @classmethod
    def sign_in(cls, url: str, email: str) -> "Visitor":
        """Sign in with the demo's password."""
        form = {"email": email, "password": PASSWORD}
        answer = httpx.post(f"{url}/sign-in", data=form, headers={"origin": url})
        if answer.status_code != 303:
            raise RuntimeError(f"{email} could not sign in: {answer.status_code}")
        return cls(url, "; ".join(f"{name}={value}" for name, value in answer.cookies.items()))

    def get(self, path: str) -> httpx.Response:
        """Fetch a page; raises unless it is there."""
        answer = httpx.get(f"{self.url}{path}", headers={"cookie": self.cookie}, timeout=30)
        answer.raise_for_status()
        return answer

    def post(self, path: str, form: dict[str, str]) -> httpx.Response:
        """Send a form."""
        headers = {"cookie": self.cookie, "origin": self.url}
        return httpx.post(f"{self.url}{path}", data=form, headers=headers, timeout=30)

    def json(self, path: str) -> Any:
        """Fetch data."""
        return self.get(path).json()

    def linked(self, path: str, under: str) -> list[str]:
        """The addresses below `under` that a page leads to, each once, in its order."""
        found = re.findall(rf'href="({re.escape(under)}/[0-9a-f-]{{36}})"', self.get(path).text)
        return list(dict.fromkeys(found))

    def raw_get(self, path: str) -> str:
        """A GET as it travels, compressed answers welcome."""
        return (
            f"GET {quote(path, safe='/?=&-_%')} HTTP/1.1\r\nHost: palier\r\n"
            f"Cookie: {self.cookie}\r\nAccept-Encoding: br\r\nAccept-Language: fr\r\n\r\n"
        )

    def raw_json(self, path: str, body: str) -> str:
        """A POST of JSON as it travels; `body` is ASCII."""
        return (
            f"POST {path} HTTP/1.1\r\nHost: palier\r\nOrigin: http://palier\r\n"
            f"Cookie: {self.cookie}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}"
        )
