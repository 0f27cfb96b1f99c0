import { afterAll, beforeAll, expect, test } from "vitest";
import { openEntry } from "../../server/commands/open-entry.ts";
import type { PlacesLeft } from "../../server/sittings-left.ts";
import { citizen } from "../helpers/actors.ts";
import { offer } from "../helpers/offer.ts";
import { COURSE, courseAnswers, SIGN_UP } from "../helpers/sessions.ts";
import { file } from "./agenda-office.ts";
import { MEMBER } from "./town-places.ts";
import { openTown, type Town } from "./whole-town.ts";

let town: Town;
beforeAll(async () => {
  town = await openTown();
  for (const definition of [COURSE, SIGN_UP]) await offer(town.ctx, definition);
});
afterAll(() => town.stop());

async function left(query = ""): Promise<readonly PlacesLeft[]> {
  const answer = await town.app.request(`/api/v1/${MEMBER}/${SIGN_UP.id}/sessions${query}`);
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { items: readonly PlacesLeft[] }).items;
}

async function enrol(session: string, name: string) {
  const answers = {
    nom: name,
    naissance: "2000-02-03",
    courriel: "personne@exemple.fr",
    place: { seance: session, attente: true },
  };
  const opened = await openEntry(town.ctx, { member: MEMBER, definition: SIGN_UP, actor: citizen(name), answers });
  if (!opened.ok) throw new Error(opened.problem.detail);
}

test("what is left of each session is told to whoever may sign up, and shown before she begins", async () => {
  const session = await file(town.ctx, COURSE, courseAnswers({ places: 2, ageMin: 16 }));
  const later = await file(town.ctx, COURSE, courseAnswers({ nom: "Plongeon", ouverture: "2026-04-01", delai: 2 }));
  const passed = await file(
    town.ctx,
    COURSE,
    courseAnswers({ nom: "Passée", dates: [{ jour: "2026-03-01", de: "10:00", a: "11:00" }] }),
  );
  for (const name of ["Ada", "Bea", "Cléo"]) await enrol(session, name);
  const items = await left();
  expect(items.map(({ seance }) => seance)).toEqual(expect.arrayContaining([session, later]));
  expect(items.map(({ seance }) => seance)).not.toContain(passed);
  expect(items.find(({ seance }) => seance === session)).toMatchObject({
    intitule: "Aquagym",
    jours: [{ jour: "2026-05-05", de: "18:00", a: "19:00" }],
    ouverture: null,
    places: [{ sorte: "", titre: "", total: 2, libres: 0 }],
    enAttente: 1,
    attenteMax: 3,
  });
  expect(items.find(({ seance }) => seance === later)).toMatchObject({
    ouverture: "2026-04-01T06:00:00.000Z",
    cloture: "2026-04-30T22:00:00.000Z",
    places: [{ libres: 2 }],
  });
  const children = await left("?field=place&answer[naissance]=2018-04-12");
  expect(children.map(({ seance }) => seance)).not.toContain(session);
  const page = plain(await (await town.app.request(`/${MEMBER}/${SIGN_UP.id}`)).text());
  expect(page).toContain("Complet : liste d’attente, 1 personne avant vous");
  expect(page).toContain("Inscriptions à partir du mercredi 1er avril 2026");
  expect(page).not.toContain("Passée");
});

test("an unknown parameter is refused, and a service without sessions has none", async () => {
  const at = (path: string) => town.app.request(`/api/v1/${MEMBER}/${path}`);
  expect((await at(`${SIGN_UP.id}/sessions?lieu=ill`)).status).toBe(400);
  expect((await at(`${SIGN_UP.id}/sessions?field=nom`)).status).toBe(400);
  expect((await at(`${COURSE.id}/sessions`)).status).not.toBe(200);
  const api = (await (await town.app.request("/api/v1/openapi.json")).json()) as { paths: Record<string, unknown> };
  expect(Object.keys(api.paths)).toContain(`/{member}/${SIGN_UP.id}/sessions`);
});

const plain = (html: string): string => html.replaceAll(/[\u202f\u00a0]/g, " ");
