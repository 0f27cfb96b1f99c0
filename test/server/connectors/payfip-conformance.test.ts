import { describe, expect, test } from "vitest";
import { RULES } from "../../../server/connectors/fake-payfip/rules.ts";
import { payfip, plainSubject } from "../../../server/connectors/payfip/payfip.ts";
import { OPERATIONS } from "../../../server/connectors/payfip/soap.ts";
import { readXml } from "../../../server/connectors/payfip/xml.ts";
import { CHECKS, withBench, wsdlOf } from "./payfip-rules.ts";

describe("the fake of PayFiP, by our client and by hand, keeps the rule", () => {
  test.each(RULES)("%s", async (rule) => {
    await withBench([], CHECKS[rule]);
  });
});

describe("the suite sees a service that breaks the rule", () => {
  test.each(RULES)("%s", async (rule) => {
    const outcome = await withBench([rule], CHECKS[rule]).then(
      () => "not seen",
      () => "seen",
    );
    expect(outcome).toBe("seen");
  });
});

test("the service describes its three operations, in its namespace", async () => {
  await withBench([], async (bench) => {
    const text = await wsdlOf(bench);
    const description = readXml(text);
    expect(description?.name).toBe("definitions");
    const port = description?.children.find(({ name }) => name === "portType");
    expect(port?.children).toHaveLength(3);
    expect(text).toContain(`location="${bench.fake.settings.service}"`);
    expect(text).toContain(`targetNamespace="${OPERATIONS}"`);
  });
});

describe("the client", () => {
  const settings = { service: "http://127.0.0.1:9/none", page: "http://127.0.0.1:9/page" };
  const logged: object[] = [];
  const log = {
    ...{ warn: (line: object) => void logged.push(line), error: (line: object) => void logged.push(line) },
    info: (line: object) => void logged.push(line),
  };
  const answering = (body: string, status = 200) =>
    payfip(settings, { log, now: () => new Date(), fetch: async () => new Response(body, { status }) });
  const codeOf = async (body: string, status?: number) => {
    const answer = await answering(body, status).result("un");
    return answer.ok ? "" : answer.fault.code;
  };

  test.each([
    ["nothing", ""],
    ["a page", "<html><body><p>Maintenance</body></html>"],
    ["half an answer", '<S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body>'],
    ["an envelope that is none", "<Envelope><Body><return><resultrans>P</resultrans></return></Body></Envelope>"],
    ["entities", '<!DOCTYPE a [<!ENTITY b "P">]><a>&b;</a>'],
    ["a very long text", "x".repeat(300_000)],
  ])("takes %s for a service that is not itself", async (_, body) => {
    expect(["UNREADABLE", "NETWORK"]).toContain(await codeOf(body));
  });

  test("takes another status for a service that is away", async () => {
    expect(await codeOf("", 503)).toBe("HTTP_503");
  });

  test.each([
    ["another operation", { idOp: "deux" }],
    ["a word it does not know", { resultrans: "X" }],
    ["an amount with a comma", { montant: "24,00" }],
    ["no amount", { montant: "" }],
  ])("does not take an answer about %s", async (_, change) => {
    const fields = { idOp: "un", montant: "2400", refdet: "ABCDEF", numcli: "100001", resultrans: "P", ...change };
    const inside = Object.entries(fields).map(([name, value]) => `<${name}>${value}</${name}>`);
    const body =
      `<S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body>` +
      `<o:recupererDetailPaiementSecuriseResponse xmlns:o="${OPERATIONS}"><return>${inside.join("")}</return>` +
      "</o:recupererDetailPaiementSecuriseResponse></S:Body></S:Envelope>";
    expect(await codeOf(body)).toBe("INCOMPLETE");
  });

  test("leaves a service that keeps failing alone, then tries again", async () => {
    let [now, calls] = [0, 0];
    const failing = async () => {
      calls += 1;
      throw new Error("away");
    };
    const client = payfip(settings, { log, now: () => new Date(now), fetch: failing });
    for (let time = 0; time < 10; time += 1) await client.result("un");
    expect(calls).toBe(3);
    now += 15_000;
    for (let time = 0; time < 10; time += 1) await client.result("un");
    expect(calls).toBe(4);
  });

  test("logs operations and codes, never who pays nor what for", async () => {
    logged.length = 0;
    await withBench([], async ({ fake }) => {
      const client = payfip(fake.settings, { log, now: () => new Date() });
      await client.open({
        ...{ numcli: "100001", saisie: "T", exer: "2026", amount: 2400, subject: "Cantine", refdet: "SECRET0001" },
        ...{ mel: "yvonne@courriel.example", urlnotif: "http://a.example/n", urlredirect: "http://a.example/r" },
      });
    });
    expect(logged).toHaveLength(1);
    expect(JSON.stringify(logged)).not.toMatch(/yvonne|Cantine|SECRET|a\.example/);
  });
});

test("a subject keeps its words without what the service refuses", () => {
  expect(plainSubject("  Œuvre d’été : n° 3 & <b>  ")).toBe("oeuvre d ete n 3 b");
  expect(plainSubject("é".repeat(300))).toHaveLength(100);
});

test("no document type is ever read", () => {
  expect(readXml('<?xml version="1.0"?><!DOCTYPE a SYSTEM "http://example.com/a.dtd"><a/>')).toBeNull();
  expect(readXml("<a>&lt;b&gt; &amp; &#233;</a>")?.text).toBe("<b> & é");
  expect(readXml(`${"<a>".repeat(60)}${"</a>".repeat(60)}`)).toBeNull();
});
