// What a tablet keeps, and how its keys are wrapped. Run by wizard/tests/test_tablet_modules.py.

import assert from "node:assert/strict";
import { test } from "node:test";

import { isSealed, Rows, Unreadable } from "../../static/js/tablet/rows.js";
import { problemOfSecret } from "../../static/js/tablet/secret_rules.js";
import {
  importKey,
  unwrapByPasskey,
  unwrapBySecret,
  wrapByPasskey,
  wrapBySecret,
  WrongSecret,
} from "../../static/js/tablet/wrapping.js";

const RAW = new Uint8Array(32).fill(7);
const OWNER = "ada/first tablet";
const KEYS = { sale: "s1", step: "customer" };
const BODY = { fields: { last_name: "Lefèvre", note: "\ud800 « oui »", lines: [{ quantity: 2 }] } };

const rowsUnder = async (raw) => new Rows(await importKey(raw));
const random = () => crypto.getRandomValues(new Uint8Array(32));

test("a row reads back as it was laid out, keys added while it was written included", async () => {
  const rows = await rowsUnder(RAW);
  const row = await rows.toRow("drafts", { ...KEYS, saved: "now" }, BODY);
  const again = await (await rowsUnder(RAW)).fromRow("drafts", { ...row, seq: 4 });
  assert.deepEqual(again, { ...KEYS, saved: "now", seq: 4, ...BODY });
  assert.ok(isSealed(row));
});

test("a sealed body holds no word in the clear, and no two are alike", async () => {
  const rows = await rowsUnder(RAW);
  const [one, other] = await Promise.all([1, 2].map(() => rows.toRow("drafts", KEYS, BODY)));
  assert.equal(Buffer.from(one.body).includes("last_name"), false);
  assert.notDeepEqual(one.body, other.body);
  assert.notDeepEqual(one.body.subarray(0, 12), other.body.subarray(0, 12));
});

test("a body opens in no other row, in no other store and under no other key", async () => {
  const rows = await rowsUnder(RAW);
  const row = await rows.toRow("answers", KEYS, BODY);
  const moved = [
    ["answers", { ...row, sale: "s2" }],
    ["answers", { ...row, step: "payment" }],
    ["drafts", row],
  ];
  for (const [store, put] of moved) await assert.rejects(rows.fromRow(store, put), Unreadable);
  await assert.rejects((await rowsUnder(random())).fromRow("answers", row), Unreadable);
  row.body[20] ^= 1;
  await assert.rejects(rows.fromRow("answers", row), Unreadable);
});

test("a plain body is never read: nobody slips a row in", async () => {
  const rows = await rowsUnder(RAW);
  await assert.rejects(rows.fromRow("drafts", { ...KEYS, body: BODY }), Unreadable);
});

test("a code opens what it wrapped, typed on any keyboard, and nothing else does", async () => {
  const wrapped = await wrapBySecret("très-haut-là", RAW, OWNER);
  assert.equal(wrapped.rounds, 600_000);
  const typed = "tre\u0300s-haut-la\u0300 ";
  const key = await unwrapBySecret(typed, wrapped, OWNER);
  const row = await (await rowsUnder(RAW)).toRow("drafts", KEYS, BODY);
  assert.deepEqual((await new Rows(key).fromRow("drafts", row)).fields, BODY.fields);
  await assert.rejects(crypto.subtle.exportKey("raw", key));
  await assert.rejects(unwrapBySecret("très-haut-la", wrapped, OWNER), WrongSecret);
  await assert.rejects(unwrapBySecret("très-haut-là", wrapped, "bob/first tablet"), WrongSecret);
});

test("a passkey's secret opens what it wrapped, and no other does", async () => {
  const prf = random();
  const wrapped = await wrapByPasskey(prf, RAW, OWNER);
  const key = await unwrapByPasskey(prf, wrapped, OWNER);
  await assert.rejects(crypto.subtle.exportKey("raw", key));
  await assert.rejects(unwrapByPasskey(random(), wrapped, OWNER), WrongSecret);
});

test("codes that anybody would try first are refused", () => {
  const simple = ["000000", "123456", "987654", "112233", "121212", "123123", "azerty", "AZERTY"];
  for (const secret of [...simple, "aaaaaaaa", "abcdef", "Password", "654321"]) {
    assert.equal(problemOfSecret(secret), "simple", secret);
  }
  for (const secret of ["", "12345", "  1234  ", "40917"]) {
    assert.equal(problemOfSecret(secret), "short", secret);
  }
  for (const secret of ["409173", "290481", "un chat sur le toit", "135790"]) {
    assert.equal(problemOfSecret(secret), null, secret);
  }
});
