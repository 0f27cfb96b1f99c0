import { afterAll, beforeAll, expect, test } from "vitest";
import { openEntry } from "../../server/commands/open-entry.ts";
import { sendEvent } from "../../server/commands/send-event.ts";
import { drain } from "../../server/worker/worker.ts";
import { agent } from "../helpers/actors.ts";
import { type MailedTown, openMailedTown } from "./mailed-town.ts";
import { offerTitles, openTownHall, SERVICE } from "./titles-office.ts";
import { MEMBER } from "./town-places.ts";

let mailed: MailedTown;
beforeAll(async () => {
  mailed = await openMailedTown();
});
afterAll(() => mailed.stop());

/** The appointment that goes with the mail of this subject. */
async function appointmentIn(subject: RegExp): Promise<ReadonlyMap<string, string>> {
  await drain(mailed.town.ctx);
  const found = mailed.server.received.find(({ mail }) => subject.test(mail.subject ?? ""));
  const [file, other] = found?.mail.attachments ?? [];
  expect([file?.filename, other]).toEqual(["rendez-vous.ics", undefined]);
  const { content } = file ?? {};
  const text = typeof content === "string" ? content : new TextDecoder().decode(content);
  // The reader of mails ends lines in its own way.
  const lines = text.replace(/\r?\n /g, "").split(/\r?\n/);
  return new Map(lines.map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1)]));
}

test("the mails of an appointment carry it to a calendar: taken, moved, cancelled, the same each time", async () => {
  const { ctx } = mailed.town;
  const definition = await offerTitles(ctx, [MEMBER]);
  const hall = await openTownHall(ctx, MEMBER);
  const actor = agent({ units: ["titres"] });
  const creneau = { place: hall, debut: "2026-03-09T08:00:00.000Z" };
  const answers = { motif: "cni", personnes: 1, creneau, nom: "Weber", courriel: "weber@exemple.fr" };
  const opened = await openEntry(ctx, { member: MEMBER, definition, actor, answers });
  const id = opened.ok ? opened.value.view.id : "";
  const act = (type: string, more: object = {}) =>
    sendEvent(ctx, { member: MEMBER, definitionId: SERVICE, id, actor, type, revision: null, ...more });
  const taken = await appointmentIn(/^Votre rendez-vous du/);
  await act("deplacer", { answers: { nouveau: { place: hall, debut: "2026-03-10T08:20:00.000Z" } } });
  const moved = await appointmentIn(/déplacé/);
  await act("annuler");
  const cancelled = await appointmentIn(/annulé/);
  const all = [taken, moved, cancelled];
  expect(all.map((each) => each.get("METHOD"))).toEqual(["PUBLISH", "PUBLISH", "CANCEL"]);
  expect(all.map((each) => each.get("STATUS"))).toEqual(["CONFIRMED", "CONFIRMED", "CANCELLED"]);
  expect(all.map((each) => each.get("DTSTART"))).toEqual(["20260309T080000Z", "20260310T082000Z", "20260310T082000Z"]);
  expect(new Set(all.map((each) => each.get("UID"))).size).toBe(1);
  const numbers = all.map((each) => Number(each.get("SEQUENCE")));
  expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
});
