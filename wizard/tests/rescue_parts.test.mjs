// How photos are parted into rescue files. Run by wizard/tests/test_tablet_modules.py.

import assert from "node:assert/strict";
import { test } from "node:test";

import { MOST_PHOTO_BYTES, partPhotos } from "../../static/js/tablet/rescue_parts.js";

const photos = (...sizes) => sizes.map((bytes, sha256) => ({ sha256, bytes }));
const sizes = (parts) => parts.map((part) => part.map(({ bytes }) => bytes));

test("there is a file even without photos", () => {
  assert.deepEqual(partPhotos([]), [[]]);
});

test("the usual photos of a day go in one file", () => {
  assert.equal(partPhotos(photos(...Array(60).fill(400_000))).length, 1);
  assert.ok(MOST_PHOTO_BYTES >= 60 * 400_000);
});

test("no file is too large, none is empty, and nothing is left out or put elsewhere", () => {
  assert.deepEqual(sizes(partPhotos(photos(4, 5, 6, 1, 2, 9), 10)), [[4, 5], [6, 1, 2], [9]]);
  assert.deepEqual(sizes(partPhotos(photos(12, 1), 10)), [[12], [1]]);
});
