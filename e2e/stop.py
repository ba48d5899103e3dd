"""A page in one state, and who goes there."""

from dataclasses import dataclass

from playwright.sync_api import Page, expect

# As patient as the contexts of conftest: a busy machine is no fault of a page.
expect.set_options(timeout=15_000)

ACCOUNTS = {
    "visitor": "",
    "adviser": "conseiller@palier.example",
    "referent": "referent@palier.example",
    "manager": "manager@palier.example",
    "back_office": "backoffice@palier.example",
    "lead": "responsable@palier.example",
    "administrator": "admin@palier.example",
    "auditor": "auditeur@palier.example",
}

PROTECTED = "solange.roy@exemple.fr"
"""Somebody with a second factor: their password opens half."""

PROTECTED_PASSWORD = "girafe orage tasse vélo"


ADVISER, MANAGER = ("adviser",), ("manager",)
BACK_OFFICE = ("back_office", "administrator")
LEADS = ("administrator",)
SIGNED_IN = ("adviser", "manager", "back_office", "administrator", "auditor")
"""Who goes where many go; the first is the one who can do most there."""


@dataclass(frozen=True)
class Stop:
    """A page in one state: its address with `{places}` left blank, and who goes there.

    The first of `roles` is the one who can do most there. `press` is clicked once the page is
    open; `leaf` is the booklet's leaf to wait for. `half_open`: `PROTECTED` gave their password.
    `password` is typed where the page asks for the present one, before `press`.
    """

    name: str
    route: str
    roles: tuple[str, ...]
    path: str
    status: int = 200
    leaf: str = ""
    press: str = ""
    half_open: bool = False
    password: str = ""

    def open(self, page: Page, places: dict[str, str]) -> int:
        """Bring `page` to this stop and return the HTTP status."""
        # Another fragment alone would not load the page again.
        page.goto("about:blank")
        if self.half_open:
            page.context.request.post(
                "/sign-in",
                form={"email": PROTECTED, "password": PROTECTED_PASSWORD},
                headers={"Sec-Fetch-Site": "same-origin"},
                max_redirects=0,
            )
        reply = page.goto(self.path.format(**places))
        assert reply is not None
        if self.leaf:
            expect(page.locator(f"[data-leaf={self.leaf}]")).to_be_visible()
        if self.password:
            page.fill("input[name=present]", self.password)
            with page.expect_navigation():
                page.locator(self.press).first.click()
        elif self.press:
            page.locator(self.press).first.click()
        page.locator("h1:visible").first.wait_for()
        return reply.status
