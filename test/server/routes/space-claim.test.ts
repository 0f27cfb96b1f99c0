import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findEntry } from "../../../server/store/entries.ts";
import { Citizen, ROOM } from "./front-office.ts";
import { fileAs, loneMails, type Office, openOffice } from "./space-office.ts";

const PATH = "/mon-espace/rattacher";

let office: Office;
beforeAll(async () => {
  office = await openOffice([ROOM]);
});
afterAll(() => office.stop());

const askFor = async (citizen: Citizen, reference: string) => {
  await citizen.open(PATH);
  return citizen.send({ "root[reference]": reference }, [], PATH);
};
const type = (citizen: Citizen, reference: string, code: string) =>
  citizen.send({ reference, "root[code]": code }, [], PATH);
const mailedCode = async () => /\b\d{8}\b/.exec((await loneMails(office))[0]?.body ?? "")?.[0] ?? "";
const otherThan = (code: string) => (code === "00000000" ? "11111111" : "00000000");

describe("claiming a request filed without an account", () => {
  test("takes a session: a visitor is asked to sign in", async () => {
    const response = await new Citizen(office).browser.get(PATH);
    expect(response.headers.get("location")).toBe("/connexion?retour=%2Fmon-espace%2Frattacher");
  });

  test("mails a code to the address of the request, and gives it to whoever types it", async () => {
    const entry = await fileAs(office, null, "rixheim", ROOM);
    const citizen = await office.citizen("marie@exemple.fr");
    await askFor(citizen, entry.reference.toLowerCase());
    expect(citizen.status).toBe(200);
    expect(citizen.html).not.toContain("camille@exemple.fr");
    const [mail] = await loneMails(office);
    expect(mail).toMatchObject({ to: "camille@exemple.fr" });
    await type(citizen, entry.reference, await mailedCode());
    expect(citizen.path).toContain("/mon-espace?rattachee=");
    expect(citizen.html).toContain(`La demande ${entry.reference}`);
    await citizen.open(`/rixheim/demandes/${entry.id}`);
    expect(citizen.status).toBe(200);
    expect(citizen.html).toContain("Demande rattachée à un compte");
  });

  test("says the same whether the request exists, is somebody's or is not there", async () => {
    const citizen = await office.citizen("curieuse@exemple.fr");
    const owner = await office.citizen("owner@exemple.fr");
    const held = await fileAs(office, owner.id, "mulhouse", ROOM);
    const free = await fileAs(office, null, "mulhouse", ROOM);
    const before = (await loneMails(office)).length;
    const pages: string[] = [];
    for (const reference of [held.reference, free.reference, "ZZZZ-ZZZZ"]) {
      await askFor(citizen, reference);
      pages.push(citizen.html.replaceAll(reference, "").replace(/name="_csrf" value="[^"]*"/g, ""));
    }
    expect(new Set(pages).size).toBe(1);
    expect((await loneMails(office)).length).toBe(before + 1);
  });

  test("refuses a wrong code, and after five even the right one", async () => {
    const entry = await fileAs(office, null, "mulhouse", ROOM);
    const citizen = await office.citizen("essais@exemple.fr");
    await askFor(citizen, entry.reference);
    const code = await mailedCode();
    for (let count = 0; count < 5; count += 1) await type(citizen, entry.reference, otherThan(code));
    expect(citizen.status).toBe(422);
    expect(citizen.errors()).toHaveLength(1);
    await type(citizen, entry.reference, code);
    expect(citizen.status).toBe(422);
    expect((await findEntry(office.ctx, "mulhouse", entry.id))?.revision).toBe(1);
  });

  test("refuses a code asked by another account, or thirty minutes old", async () => {
    const entry = await fileAs(office, null, "mulhouse", ROOM);
    const citizen = await office.citizen("attend@exemple.fr");
    await askFor(citizen, entry.reference);
    const code = await mailedCode();
    const thief = await office.citizen("autre@exemple.fr");
    await thief.open(PATH);
    await type(thief, entry.reference, code);
    expect(thief.status).toBe(422);
    office.advance(31 * 60_000);
    await type(citizen, entry.reference, code);
    expect(citizen.status).toBe(422);
  });

  test("done twice by an impatient hand, is done once", async () => {
    const entry = await fileAs(office, null, "mulhouse", ROOM);
    const citizen = await office.citizen("vite@exemple.fr");
    await askFor(citizen, entry.reference);
    const code = await mailedCode();
    const form = citizen.html;
    await type(citizen, entry.reference, code);
    citizen.html = form;
    await type(citizen, entry.reference, code);
    expect(citizen.path).toContain("/mon-espace?rattachee=");
    expect((await findEntry(office.ctx, "mulhouse", entry.id))?.revision).toBe(2);
  });

  test("mails at most five codes an hour for one request", async () => {
    const entry = await fileAs(office, null, "mulhouse", ROOM);
    const before = (await loneMails(office)).length;
    const citizen = await office.citizen("insiste@exemple.fr");
    for (let count = 0; count < 6; count += 1) await askFor(citizen, entry.reference);
    expect(citizen.status).toBe(429);
    expect((await loneMails(office)).length).toBe(before + 5);
  });

  test.each([
    ["", "Indiquez le numéro"],
    ["X7K4", "pas complet"],
    ["' or 1=1 --", "pas complet"],
  ])("says how to write a reference: %s", async (reference, words) => {
    const citizen = await office.citizen(`r${reference.length}@exemple.fr`);
    await askFor(citizen, reference);
    expect(citizen.status).toBe(422);
    expect(citizen.errors().join(" ")).toContain(words);
    expect(citizen.errors().join(" ")).toContain("#root_reference");
  });
});
