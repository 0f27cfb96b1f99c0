import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  cycleBreaches,
  environmentBreaches,
  functionBreaches,
  layerBreaches,
  purityBreaches,
  serviceBreaches,
  sizeBreaches,
  sqlBreaches,
  writerBreaches,
} from "./architecture/rules.ts";
import { listFiles, ROOT, readSource, readSources } from "./architecture/sources.ts";
import { definitionFiles, serviceWords } from "./architecture/vocabulary.ts";

const CODE = ["engine", "renderer", "server"];

describe("the code", () => {
  const sources = readSources(CODE);
  const outsideDemoData = (path: string) => !path.startsWith("server/demo/data/");

  test("is read whole", () => {
    expect(sources.length).toBeGreaterThan(20);
  });

  test("imports only in the direction of its layers", () => {
    expect(sources.flatMap(layerBreaches)).toEqual([]);
  });

  test("has no cycle of imports", () => {
    expect(cycleBreaches(sources)).toEqual([]);
  });

  test("keeps every file under 300 lines", () => {
    expect(sources.flatMap((source) => sizeBreaches(source))).toEqual([]);
  });

  test("keeps every function within 50 lines", () => {
    expect(sources.flatMap((source) => functionBreaches(source))).toEqual([]);
  });

  test("keeps the engine pure", () => {
    expect(sources.filter((source) => source.path.startsWith("engine/")).flatMap(purityBreaches)).toEqual([]);
  });

  test("writes SQL in the store only", () => {
    expect(sources.flatMap(sqlBreaches)).toEqual([]);
  });

  test("reads the environment in one file only", () => {
    expect(sources.flatMap(environmentBreaches)).toEqual([]);
  });

  test("writes entries through commands only", () => {
    expect(sources.flatMap(writerBreaches)).toEqual([]);
  });

  test("knows no particular service", () => {
    const words = serviceWords();
    const files = CODE.flatMap((folder) => listFiles(folder)).filter(outsideDemoData);
    const breaches = files.flatMap((path) => serviceBreaches(path, readFileSync(join(ROOT, path), "utf8"), words));
    expect(definitionFiles().length).toBeGreaterThan(0);
    expect(words.length).toBeGreaterThan(definitionFiles().length);
    expect(breaches).toEqual([]);
  });

  test("keeps schemas and workflows free of code", () => {
    const files = ["schemas", "workflows"].flatMap((folder) => listFiles(folder));
    expect(files.filter((path) => !path.endsWith(".json"))).toEqual([]);
  });
});

describe("the checks themselves", () => {
  const layer = (path: string, text: string) => layerBreaches(readSource(path, text)).map((breach) => breach.detail);
  const purity = (text: string) => purityBreaches(readSource("engine/a.ts", text)).map((breach) => breach.detail);
  const sql = (path: string, text: string) => sqlBreaches(readSource(path, text)).length;

  test("see an engine that imports the server, Node or an unknown package, whatever the form of import", () => {
    expect(layer("engine/a.ts", 'import { db } from "../server/db/pool.ts";')).toEqual(["../server/db/pool.ts"]);
    expect(layer("engine/a.ts", 'import type { Db } from "../server/db/pool.ts";')).toEqual(["../server/db/pool.ts"]);
    expect(layer("engine/a.ts", 'export * from "../renderer/page.tsx";')).toEqual(["../renderer/page.tsx"]);
    expect(layer("engine/a.ts", 'type A = import("node:fs").Stats;')).toEqual(["node:fs"]);
    expect(layer("engine/a.ts", 'const a = await import("lodash/get");')).toEqual(["lodash/get"]);
    expect(layer("engine/a.ts", "const a = await import(name);")).toEqual(["import computed at run time"]);
    expect(layer("engine/a.ts", 'import "./b.ts"; import Ajv from "ajv/dist/2020.js";')).toEqual([]);
  });

  test("see a renderer that imports the server, and a server that imports tests", () => {
    expect(layer("renderer/a.tsx", 'import { sql } from "../server/db/pool.ts";')).toEqual(["../server/db/pool.ts"]);
    expect(layer("renderer/a.tsx", 'import { h } from "preact"; import { can } from "../engine/index.ts";')).toEqual(
      [],
    );
    expect(layer("server/a.ts", 'import { make } from "../test/helpers/db.ts";')).toEqual(["../test/helpers/db.ts"]);
  });

  test("see a cycle of values, and leave alone a cycle of types", () => {
    const cycle = (kind: string) =>
      cycleBreaches([
        readSource("engine/a.ts", 'import { b } from "./b.ts";'),
        readSource("engine/b.ts", 'import { c } from "./c.ts";'),
        readSource("engine/c.ts", `import ${kind} { b } from "./b.ts";`),
      ]).map((breach) => breach.detail);
    expect(cycle("")).toEqual(["engine/b.ts → engine/c.ts → engine/b.ts"]);
    expect(cycle("type")).toEqual([]);
  });

  test("see a file of 301 lines", () => {
    expect(sizeBreaches(readSource("engine/a.ts", "1;\n".repeat(301)))).toHaveLength(1);
    expect(sizeBreaches(readSource("engine/a.ts", "1;\n".repeat(300)))).toEqual([]);
  });

  test("see a function of 51 lines, wherever it stands", () => {
    const lengths = (text: string) => functionBreaches(readSource("engine/a.ts", text)).map((breach) => breach.detail);
    const body = "1;\n".repeat(49);
    expect(lengths(`1;\nconst a = { b: [() => {\n${body}}] };`)).toEqual(["51 lines at line 2"]);
    expect(lengths(`function a() {\n${body.slice(3)}}`)).toEqual([]);
  });

  test("see a clock, a dice or a machine in the engine", () => {
    expect(purity("const a = Date.now();")).toEqual(["Date.now"]);
    expect(purity("const a = new Date();")).toEqual(["Date without argument"]);
    expect(purity("const a = Math.random();")).toEqual(["Math.random"]);
    expect(purity("const a = new Date(now).getHours();")).toEqual(["getHours"]);
    expect(purity("setTimeout(() => process.exit(), 1);")).toEqual(["setTimeout", "process"]);
    expect(purity("const a = { crypto }; const b = a[fetch];")).toEqual(["crypto", "fetch"]);
    expect(purity("const a = new Date(now).getUTCHours(); const b = a.process; const c = { fetch: 1 };")).toEqual([]);
  });

  test("see SQL and the driver outside the store", () => {
    expect(sql("server/routes/a.ts", "await tx`select id from entry where id = ${id}`;")).toBe(1);
    expect(sql("server/routes/a.ts", 'await tx.unsafe("update entry set state = 1");')).toBe(1);
    expect(sql("server/routes/a.ts", 'import postgres from "postgres";')).toBe(1);
    expect(
      sql("server/routes/a.ts", 'import type { Sql } from "postgres"; const a = "Select a file from the list";'),
    ).toBe(1);
    expect(sql("server/store/a.ts", "await tx`select id from entry`;")).toBe(0);
  });

  test("see a reading of the environment and a write that avoids the commands", () => {
    expect(environmentBreaches(readSource("server/app.ts", 'const a = process.env["PORT"];'))).toHaveLength(1);
    expect(environmentBreaches(readSource("server/config.ts", 'const a = process.env["PORT"];'))).toEqual([]);
    const write = 'import { writeEntry } from "../store/entry-write.ts";';
    expect(writerBreaches(readSource("server/routes/a.ts", write))).toHaveLength(1);
    expect(writerBreaches(readSource("server/commands/a.ts", write))).toEqual([]);
  });

  test("see the name or a key of a service in the code", () => {
    const words = ["etat-civil/acte-naissance", "acte-naissance", "dateNaissance"];
    const found = (text: string) => serviceBreaches("server/a.ts", text, words).map((breach) => breach.detail);
    expect(found('if (id === "etat-civil/acte-naissance") send();')).toEqual([
      "etat-civil/acte-naissance",
      "acte-naissance",
    ]);
    expect(found("answers.dateNaissance")).toEqual(["dateNaissance"]);
    expect(found('const date = answers["date"];')).toEqual([]);
  });
});
