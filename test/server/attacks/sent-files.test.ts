import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { saveMember } from "../../../server/store/members.ts";
import { MEMBER, MEMBERS, TERRACE } from "../town-places.ts";
import { fileEntry, openTown, sit, type Town } from "../whole-town.ts";

let town: Town;
beforeAll(async () => {
  town = await openTown();
});
afterAll(() => town.stop());

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>';
const PAGE = "<!doctype html><script>alert(1)</script>";

async function send(name: string, content: string, type: string): Promise<Response> {
  const body = new FormData();
  body.append("file", new File([content], name, { type }));
  const headers = { Authorization: `Bearer ${town.people.holder.token}` };
  return town.app.request(`/api/v1/${MEMBER}/attachments`, { method: "POST", body, headers });
}

/** A file as its holder or an agent downloads it, at either address. */
async function downloads(file: string): Promise<readonly Response[]> {
  const { holder, agent } = town.people;
  const answers = { nom: "Chez Yvonne", courriel: "yvonne@exemple.fr", plan: [file] };
  const entry = await fileEntry(town, holder, TERRACE, answers);
  const places = [
    [holder, `/${MEMBER}/demandes/${entry}/fichiers/${file}`],
    [agent, `/${MEMBER}/agent/${TERRACE.id}/${entry}/fichiers/${file}`],
  ] as const;
  return Promise.all(
    places.map(async ([who, path]) => town.app.request(path, { headers: (await sit(town.ctx, who)).headers })),
  );
}

describe("a file that a browser would run", () => {
  test.each([
    ["a drawing with a script", "plan.svg", SVG, "image/svg+xml"],
    ["a drawing said to be a photo", "plan.png", SVG, "image/png"],
    ["a drawing said to be a document", "plan.pdf", SVG, "application/pdf"],
    ["a page", "plan.html", PAGE, "text/html"],
    ["a page said to be a photo", "plan.jpg", PAGE, "image/jpeg"],
    ["a drawing behind an XML header", "plan.xml", `<?xml version="1.0"?>${SVG}`, "text/xml"],
  ])("is refused: %s", async (_, name, content, type) => {
    const answer = await send(name, content, type);
    expect(answer.status).toBe(422);
    expect(await answer.text()).not.toContain("<script");
  });

  test.each([
    ["a page", PAGE],
    ["a drawing", SVG],
  ])("is a text that nothing opens as a page, when its name says so: %s", async (_, content) => {
    const sent = await send("plan.txt", content, "text/html");
    const { id, type } = (await sent.json()) as { id: string; type: string };
    expect(sent.status).toBe(201);
    expect(type).toBe("text/plain");
    for (const answer of await downloads(id)) {
      expect(answer.status).toBe(200);
      expect(answer.headers.get("content-type")).toBe("text/plain; charset=utf-8");
      expect(answer.headers.get("content-disposition")).toMatch(/^attachment; filename="plan\.txt"/);
      expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
      expect(answer.headers.get("content-security-policy")).toBe("default-src 'none'; frame-ancestors 'none'; sandbox");
      expect(answer.headers.get("cache-control")).toBe("private, no-store");
    }
  });

  test("whose name would end a header stays one line of it", async () => {
    const name = 'a"; filename="b.html"\r\nX-Evil: 1\r\n\r\n<script>.pdf';
    const sent = await send(name, "%PDF-1.4\n%%EOF\n", "application/pdf");
    expect(sent.status).toBe(201);
    for (const answer of await downloads(((await sent.json()) as { id: string }).id)) {
      expect(answer.headers.has("x-evil")).toBe(false);
      expect(answer.headers.get("content-disposition")).toMatch(
        /^attachment; filename="[^"\r\n]*"; filename\*=UTF-8''[\w.%-]*$/,
      );
      expect(answer.headers.get("content-type")).toBe("application/pdf");
    }
  });
});

test("a member's drawing, opened by itself, runs nothing and is of no site", async () => {
  const [member] = MEMBERS;
  if (!member) throw new Error("no member");
  await saveMember(town.ctx.db, { ...member, theme: { ...member.theme, logo: SVG } });
  await town.ctx.catalogue.reload();
  const home = await (await town.app.request(`/${MEMBER}`)).text();
  const path = /\/mulhouse\/logo-[0-9a-f]{8}\.svg/.exec(home)?.[0] ?? "";
  const answer = await town.app.request(path);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-security-policy")).toMatch(
    /^default-src 'none';.* sandbox; frame-ancestors 'none'$/,
  );
  expect(answer.headers.get("content-security-policy")).not.toMatch(/allow-|script-src/);
  expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
});
