// How long a server may ask a tablet to wait. Run by wizard/tests/test_tablet_modules.py.

import assert from "node:assert/strict";
import { test } from "node:test";

import { retryAfter } from "../../static/js/tablet/retry_after.js";

const OURS = { "Palier-Release": "1" };
const FIVE_MINUTES = 5 * 60_000;
const asked = (value, { status = 503, ...others } = {}) =>
  retryAfter({ status, headers: new Headers({ ...OURS, "Retry-After": value, ...others }) });

test("seconds are waited, of 503 and of 429", () => {
  assert.equal(asked("17"), 17_000);
  assert.equal(asked(" 17 ", { status: 429 }), 17_000);
});

test("a date is measured by the clock of the server that wrote it", () => {
  const Date = "Sun, 22 Nov 2026 00:40:00 GMT";
  assert.equal(asked("Sun, 22 Nov 2026 00:40:25 GMT", { Date }), 25_000);
  assert.equal(asked("Sun, 22 Nov 2026 00:39:00 GMT", { Date }), 0);
});

test("a date without another is measured by the clock here", () => {
  const wait = asked(new Date(Date.now() + 60_000).toUTCString());
  assert.ok(wait > 50_000 && wait <= 60_000, `${wait}`);
});

test("nobody has a tablet wait for longer than five minutes", () => {
  assert.equal(asked("301"), FIVE_MINUTES);
  assert.equal(asked("9".repeat(400)), FIVE_MINUTES);
  assert.equal(asked("Fri, 31 Dec 9999 23:59:59 GMT"), FIVE_MINUTES);
});

test("what cannot be understood asks for nothing, nor does any other answer", () => {
  for (const value of ["", "-5", "soon", "1e9", "0x10", "0", "NaN", "Infinity"]) {
    assert.equal(asked(value), 0, value);
  }
  for (const status of [200, 401, 500, 502]) assert.equal(asked("17", { status }), 0);
  assert.equal(retryAfter({ status: 503, headers: new Headers(OURS) }), 0);
});

test("what a stranger asks is no reason to wait", () => {
  assert.equal(retryAfter({ status: 503, headers: new Headers({ "Retry-After": "17" }) }), 0);
});
