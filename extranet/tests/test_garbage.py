"""What a request leaves behind in the process that answered it."""

import gc
from collections import Counter
from collections.abc import Iterator

import pytest
from jinja2.runtime import Context
from litestar import Request
from litestar.middleware.compression.brotli_facade import BrotliCompression

from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit

_HEAVY = (Request, Context, BrotliCompression)

PAGES = {
    "adviser": ("/", "/sales", "/account"),
    "manager": ("/sales", "/people", "/contracts", "/account"),
    "administrator": ("/journal", "/people"),
}


@pytest.fixture
def collector() -> Iterator[None]:
    """The collector at rest: what it finds in the end is kept in `gc.garbage`."""
    gc.collect()
    gc.disable()
    yield
    gc.set_debug(0)
    gc.garbage.clear()
    gc.enable()


@pytest.mark.parametrize("who", list(PAGES))
async def test_a_page_leaves_no_request_to_the_collector(
    visit: Visit, cast: Cast, collector: None, who: str
) -> None:
    browser = await visit(getattr(cast, who))
    for address in PAGES[who]:
        await browser.get(address)  # what is made once is made
        gc.collect()
        gc.set_debug(gc.DEBUG_SAVEALL)
        for _ in range(5):
            answer = await browser.get(address)
            assert answer.status_code == 200, address
        gc.collect()
        left = Counter(type(one).__qualname__ for one in gc.garbage if isinstance(one, _HEAVY))
        gc.set_debug(0)
        gc.garbage.clear()
        assert left == {}, address
