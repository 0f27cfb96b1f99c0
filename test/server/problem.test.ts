import { expect, test } from "vitest";
import { failure } from "../../server/problem.ts";

const coded = (code: string, more: object = {}) => Object.assign(new Error("failed"), { code, ...more });

test.each([
  ["no connection came free", coded("POOL_EXHAUSTED")],
  ["the connection broke", coded("CONNECTION_LOST")],
  ["the base is stopping", coded("57P01")],
  ["the base does not listen", coded("ECONNREFUSED")],
  ["its socket is not there", coded("ENOENT", { syscall: "connect" })],
  ["the pipe to it is broken, under another error", new Error("write failed", { cause: coded("EPIPE") })],
])("is momentary when %s", (_name, error) => {
  expect(failure(error)).toMatchObject({ status: 503, code: "unavailable", retryAfter: 5 });
});

test.each([
  ["a statement is wrong", coded("42601")],
  ["a file is missing", coded("ENOENT", { syscall: "open" })],
  ["anything else was thrown", "?"],
])("is ours to mend when %s", (_name, error) => {
  expect(failure(error)).toMatchObject({ status: 500, code: "internal" });
});
