import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildDefinition } from "../../helpers/definitions.ts";
import { commune } from "../../helpers/members.ts";
import { MEMBERS } from "../identity/installation.ts";
import { Citizen, openTownHall, type TownHall, toCheck } from "./front-office.ts";

let hall: TownHall;
beforeAll(async () => {
  hall = await openTownHall();
});
afterAll(() => hall.stop());

const open = (path: string) => new Citizen(hall).open(path);

describe("the home", () => {
  test("of the group lists its members and how many services each opens", async () => {
    const { html } = await open("/");
    expect(html).toContain('<a href="/mulhouse">Ville de Mulhouse</a>');
    expect(html).toContain("2 démarches en ligne");
    expect(html).toContain('<a href="/rixheim">Ville de Rixheim</a>');
  });

  test("of a member lists its services by theme, as the definitions word them", async () => {
    const { html } = await open("/mulhouse");
    expect(html).toMatch(/<h2>Vie associative<\/h2>/);
    expect(html).toContain('href="/mulhouse/salles/reservation"');
    expect(html).toMatch(/<h2>Autres démarches<\/h2>/);
  });

  test("of a member ends with what its grouping offers to all, found by a search too", async () => {
    const grown = await openTownHall();
    const { catalogue } = grown.ctx;
    const own = catalogue.definitions("mulhouse");
    const group = commune("m2a", "Mulhouse Alsace Agglomération", { kind: "epci", coordinator: true });
    const pool = { ...buildDefinition({ id: "piscine/cours" }), title: "Apprendre à nager" };
    Object.assign(catalogue, {
      members: () => [...MEMBERS, group],
      definitions: (member: string) => (member === "m2a" ? [pool, ...own] : member === "mulhouse" ? own : []),
      offers: (member: string, id: string) => member === "m2a" || id !== pool.id,
    });
    const { html } = await new Citizen(grown).open("/mulhouse");
    expect(html).toMatch(/<h2>Mulhouse Alsace Agglomération<\/h2>/);
    expect(html).toContain('href="/m2a/piscine/cours"');
    expect(html.match(/salles\/reservation"/g)).toHaveLength(1);
    expect((await new Citizen(grown).open("/mulhouse?q=nager")).html).toContain('href="/m2a/piscine/cours"');
    await grown.stop();
  });

  test("of a member without services says what to do instead", async () => {
    expect((await open("/rixheim")).html).toContain("Aucune démarche");
  });

  test("lists what this visitor sent, and shows nothing of it to another", async () => {
    const citizen = await toCheck(new Citizen(hall));
    await citizen.send({});
    const entry = /demandes\/([^/?#]+)/.exec(citizen.path)?.[1] ?? "";
    await citizen.open("/mulhouse");
    expect(citizen.html).toContain(entry);
    expect((await open("/mulhouse")).html).not.toContain(entry);
  });

  test("finds a service by its title, by a word with a typing error or by a keyword", async () => {
    for (const typed of ["réserver une salle", "sallle", "gymnase"]) {
      const { html } = await open(`/mulhouse?q=${encodeURIComponent(typed)}`);
      expect(html, typed).toContain("1 démarche pour");
      expect(html, typed).toContain('href="/mulhouse/salles/reservation"');
    }
  });

  test("says what to do when no service answers, and gives back what was typed without running it", async () => {
    const { html } = await open(`/mulhouse?q=${encodeURIComponent("<script>licorne</script>")}`);
    expect(html).toContain("Aucune démarche pour « &lt;script>licorne&lt;/script> »");
    expect(html).toContain("Essayez un autre mot");
    expect(html).not.toContain("<script>licorne");
  });

  test("takes a search of any length as a search", async () => {
    expect((await open(`/mulhouse?q=${"a".repeat(5000)}`)).status).toBe(200);
    expect((await open("/mulhouse?q=%20")).html).toMatch(/<h2>Vie associative<\/h2>/);
  });

  test("of nobody is a page that was not found", async () => {
    expect((await open("/atlantide")).status).toBe(404);
  });
});

describe("the legal pages", () => {
  test("say who publishes, how accessible the site is, and what becomes of the data of each service", async () => {
    expect((await open("/mulhouse/mentions-legales")).html).toContain("216802249");
    expect((await open("/mulhouse/accessibilite")).html).toContain("RGAA 4.1");
    const privacy = await open("/mulhouse/donnees-personnelles");
    expect(privacy.html).toContain("une mission d’intérêt public");
    expect(privacy.html).toContain("1 an après la fin de la démarche.");
  });
});
