"""A tablet tidies up while somebody works in another tab: what is theirs by then stays."""

import pytest
from playwright.sync_api import BrowserContext

from e2e.app.looking import release_of

_TWO_TABS = """
  const [{ openStore }, { Rows }, { importKey }] = await Promise.all(
    ["store", "rows", "wrapping"].map((name) => import(`${release}/js/tablet/${name}.js`)),
  );
  const key = await importKey(new Uint8Array(32).fill(7));
  /** Rows that let `meanwhile` happen between the reading of a sale's words and what follows. */
  class Interrupted extends Rows {
    meanwhile = async () => {};
    async fromRows(store, rows) {
      const read = await super.fromRows(store, rows);
      if (store === "drafts") await this.meanwhile();
      return read;
    }
  }
  const rows = new Interrupted(key);
  const open = (rows) => openStore({ name: "palier-sweeping", person: "ada", tablet: "one", rows });
  const [tab, other] = [await open(rows), await open(new Rows(key))];
  const bytes = new TextEncoder().encode("a letterbox");
  const photo = { sha256: "ab", bytes: bytes.length, type: "image/jpeg" };
  const long_ago = async (sale) => {
    const opening = indexedDB.open("palier-sweeping");
    const database = await new Promise((found) => {
      opening.onsuccess = () => found(opening.result);
    });
    const shelf = database.transaction("sales", "readwrite").objectStore("sales");
    await new Promise((done) => {
      shelf.get(sale).onsuccess = ({ target }) => {
        shelf.put({ ...target.result, updated: "2026-01-01T00:00:00.000Z" }).onsuccess = done;
      };
    });
    database.close();
  };
"""
_A_PHOTO_TAKEN_AGAIN = """
  await tab.sales.start("s", "home_sale", 2);
  await tab.photos.keep("s", "address", photo, bytes, { picture: [photo] });
  await tab.sales.keepDraft("s", "address", {});
  rows.meanwhile = async () => {
    rows.meanwhile = async () => {};
    await other.photos.keep("s", "address", photo, bytes, { picture: [photo] });
  };
  await tab.photos.sweep();
  return (await other.photos.read("s", "ab")) !== null;
"""
_A_WORD_IN_A_BLANK_SALE = """
  await tab.sales.start("s", "home_sale", 2);
  await long_ago("s");
  rows.meanwhile = async () => {
    rows.meanwhile = async () => {};
    await other.sales.keepDraft("s", "customer", { last_name: "Lefèvre" });
  };
  await tab.sales.sweep();
  return (await other.sales.read("s"))?.drafts.customer?.fields.last_name === "Lefèvre";
"""
_A_PHOTO_OF_NOBODY = """
  await tab.sales.start("s", "home_sale", 2);
  await tab.photos.keep("s", "address", photo, bytes, { picture: [photo] });
  await tab.sales.keepDraft("s", "address", {});
  await tab.photos.sweep();
  return (await other.photos.read("s", "ab")) === null;
"""
_A_BLANK_SALE = """
  await tab.sales.start("s", "home_sale", 2);
  await long_ago("s");
  await tab.sales.sweep();
  return (await other.sales.read("s")) === null;
"""


@pytest.mark.parametrize(
    "story",
    [_A_PHOTO_TAKEN_AGAIN, _A_WORD_IN_A_BLANK_SALE, _A_PHOTO_OF_NOBODY, _A_BLANK_SALE],
    ids=["a photo taken again", "a word in a blank sale", "a photo of nobody", "a blank sale"],
)
def test_tidying_up_takes_what_is_nobody_s_and_nothing_else(
    tablet: BrowserContext, story: str
) -> None:
    page = tablet.new_page()
    page.goto("/sign-in")
    release = f"/static/{release_of(page)}"
    assert page.evaluate(f"async (release) => {{{_TWO_TABS}{story}}}", release) is True
