import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { takeReturned } from "../../server/cli/bounce.ts";
import type { Context } from "../../server/context.ts";
import { withActor } from "../../server/db/with-actor.ts";
import { deriveSecrets } from "../../server/secrets.ts";
import { saveUnits } from "../../server/store/units.ts";
import { drain } from "../../server/worker/worker.ts";
import type { MailServer } from "../helpers/mail-server.ts";
import type { Browser } from "./identity/installation.ts";
import { type MailedTown, openMailedTown } from "./mailed-town.ts";
import { words } from "./routes/back-office.ts";
import { browserOf, placesOf, read, send } from "./routes/conversation-office.ts";
import { MEMBER, TERRACE } from "./town-places.ts";
import { fileEntry, type Town } from "./whole-town.ts";

let mailed: MailedTown;
let server: MailServer;
let town: Town;
let ctx: Context;
let agent: Browser;
let holder: Browser;

beforeAll(async () => {
  mailed = await openMailedTown({ bounceAddress: "retours@exemple.fr", mailFrom: "G <envoi@exemple.fr>" });
  ({ server, town } = mailed);
  ctx = town.ctx;
  agent = await browserOf(town, town.people.agent);
  holder = await browserOf(town, town.people.holder);
});
beforeEach(() => mailed.empty());
afterAll(() => mailed.stop());

async function filed(courriel: string, nom = "Chez Yvonne") {
  const id = await fileEntry(town, town.people.holder, TERRACE, { nom, courriel });
  await drain(ctx);
  return { id, ...placesOf(id) };
}

const rows = <T>(query: string): Promise<readonly T[]> =>
  withActor(ctx.db, { system: true }, async (tx) => tx.unsafe<never[]>(query)) as Promise<readonly T[]>;

const TASKS = `/${MEMBER}/agent/taches`;

describe("a mail", () => {
  test("leaves as text and as HTML in the member's name, with the headers robots look for", async () => {
    await filed("yvonne@exemple.fr");
    const [one] = server.received;
    if (!one) throw new Error("nothing came");
    const { mail, source } = one;
    expect(mail.from).toMatchObject({ name: "Ville de Mulhouse", address: "envoi@exemple.fr" });
    expect(mail.text).toContain("Bonjour, Chez Yvonne : http://localhost/");
    const html = mail.html ?? "";
    expect(html).toContain('<html lang="fr">');
    expect(html.match(/<h1/g)).toHaveLength(1);
    expect(html).toMatch(/<a href="http:\/\/localhost\/mulhouse\/suivi\/[\w-]{32}"[^>]*>Bonjour, Chez Yvonne<\/a>/);
    expect(html).toContain("background-color:#2f4b7c;color:#ffffff");
    expect(html).not.toMatch(/<style|<script|<link|class=/);
    expect(source).toMatch(/^Auto-Submitted: auto-generated/im);
    expect(source).toMatch(/^Content-Type: multipart\/alternative/im);
    expect(mail.messageId).toMatch(/^<[0-9a-f-]{36}\.1\.1@localhost>$/);
    expect(one.from).toMatch(/^retours\+[0-9a-f]{32}\.[0-9a-f]{10}@exemple\.fr$/);
  });

  test("asks for answers at the address of the unit in charge", async () => {
    const contact = { email: "voirie@exemple.fr", replyTo: "reponses@exemple.fr" };
    await saveUnits(town.database.app, MEMBER, [{ id: "voirie", name: "Voirie", contact }]);
    await ctx.catalogue.reload();
    await filed("yvonne@exemple.fr");
    expect(server.received[0]?.mail.replyTo).toMatchObject([{ address: "reponses@exemple.fr" }]);
  });

  test("carries no second header and no live HTML, whatever was answered", async () => {
    await filed("yvonne@exemple.fr", "Bar\u2028X-Ruse: oui <img src=x onerror=alert(1)> <b>gras</b>");
    const [one] = server.received;
    expect(one?.source).not.toMatch(/^X-Ruse/im);
    expect(one?.mail.html).toContain("&lt;img src=x");
    expect(one?.mail.html).not.toContain("<img src=x");
    expect(one?.mail.html).not.toContain("<b>gras");
  });
});

describe("a mail refused by the recipient's server", () => {
  test("is something to do on the entry, with why and the address; the citizen is told when she comes", async () => {
    const { back, front } = await filed("inconnue@exemple.fr".replace("inconnue", "inconnu"));
    expect(server.received).toHaveLength(0);
    const page = words(await read(agent, back));
    expect(page).toContain("Courriel non arrivé.");
    expect(page).toMatch(/Refusé 3 mars 2026 à \d+ h \d+ · inconnu@exemple\.fr · l’adresse n’existe pas ou plus/);
    expect(await read(agent, `${TASKS}?sorte=bounce`)).toContain(back);
    expect(await read(holder, front)).toContain("Vérifiez l’adresse électronique");
    await send(agent, back, `${back}/taches/bounce`, {});
    expect(await read(agent, TASKS)).not.toContain(back);
    expect(await read(holder, front)).not.toContain("Vérifiez l’adresse électronique");
  });

  test("is not tried again, and says its own reason", async () => {
    const { back } = await filed("pleine@exemple.fr");
    expect(words(await read(agent, back))).toContain("la boîte est pleine");
    expect(await rows(`select 1 from effect where done_at is null and type = 'mail'`)).toHaveLength(0);
  });
});

/** What a mail server sends back about a mail it could not deliver, to `to`. */
const notification = (messageId: string, to = "retours@exemple.fr", more = "", action = "failed") =>
  Buffer.from(
    `From: MAILER-DAEMON@relais.example
To: ${to}
Subject: Undelivered Mail Returned to Sender
${more}Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="limite"

--limite
Content-Type: text/plain

Your message could not be delivered.

--limite
Content-Type: message/delivery-status

Reporting-MTA: dns; relais.example

Final-Recipient: rfc822; yvonne@exemple.fr
Action: ${action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 unknown
 user

--limite
Content-Type: message/rfc822

From: envoi@exemple.fr
Message-ID: ${messageId}
Subject: Reçue

Bonjour

--limite--
`.replaceAll("\n", "\r\n"),
  );

describe("a mail that comes back later", () => {
  test("is known by its Message-ID", async () => {
    const { back } = await filed("yvonne@exemple.fr");
    const id = server.received[0]?.mail.messageId ?? "";
    expect(words(await read(agent, back))).not.toContain("Courriel non arrivé");
    expect(await takeReturned(ctx, notification(id))).toBe("bounced 5.1.1");
    expect(words(await read(agent, back))).toMatch(/Revenu .* l’adresse n’existe pas ou plus/);
    expect(await read(agent, `${TASKS}?sorte=bounce`)).toContain(back);
  });

  test("is known by the address it comes back to, which nobody makes up", async () => {
    const { back } = await filed("yvonne@exemple.fr");
    const from = server.received[0]?.from ?? "";
    const made = from.replace(/.(?=@)/, (last) => (last === "0" ? "1" : "0"));
    expect(await takeReturned(ctx, notification("<autre@ailleurs.example>", made))).toContain("ignoré");
    expect(await takeReturned(ctx, notification("<autre@ailleurs.example>", from.toUpperCase()))).toBe("bounced 5.1.1");
    expect(await read(agent, `${TASKS}?sorte=bounce`)).toContain(back);
  });

  test("because it was reported as unwanted is told as such", async () => {
    const { back } = await filed("yvonne@exemple.fr");
    const report = notification(server.received[0]?.mail.messageId ?? "")
      .toString()
      .replace("message/delivery-status", "message/feedback-report")
      .replace("Reporting-MTA: dns; relais.example", "Feedback-Type: abuse");
    expect(await takeReturned(ctx, Buffer.from(report))).toBe("complained abuse");
    expect(words(await read(agent, back))).toContain("Signalé comme indésirable");
  });

  test("is no business of ours when it is late, unknown, a robot's answer, a person's, or nonsense", async () => {
    const { back } = await filed("yvonne@exemple.fr");
    const id = server.received[0]?.mail.messageId ?? "";
    const answers = [
      notification(id, "retours@exemple.fr", "", "delayed"),
      notification("<inconnu@ailleurs.example>"),
      Buffer.from(
        `To: retours@exemple.fr\r\nAuto-Submitted: auto-replied\r\nIn-Reply-To: ${id}\r\n\r\nJe suis absente.`,
      ),
      Buffer.from(`To: retours@exemple.fr\r\nReferences: ${id}\r\n\r\nMerci !`),
      Buffer.from([0, 255, 13, 10, 0]),
      Buffer.alloc(0),
    ];
    for (const answer of answers) expect(await takeReturned(ctx, answer)).toMatch(/^ignoré/);
    expect(server.received).toHaveLength(1);
    expect(await read(agent, TASKS)).not.toContain(back);
  });
});

describe("someone without an electronic address", () => {
  /** A demande that an agent filed for someone who wrote by post, or came. */
  async function filedOnPaper(canal: string) {
    const path = `/${MEMBER}/agent/${TERRACE.id}/nouveau`;
    const page = await read(agent, path);
    const { hidden } = await import("./identity/installation.ts");
    const form = { _csrf: hidden(page, "_csrf"), cle: hidden(page, "cle"), canal, "root[nom]": "Chez Yvonne" };
    const answer = await agent.post(path, form);
    const id = /[0-9a-f-]{36}/.exec(answer.headers.get("location") ?? "")?.[0] ?? "";
    await drain(ctx);
    return { id, ...placesOf(id) };
  }

  test("is written to on paper: a letter to print on the entry, something to do until it is posted", async () => {
    const { back } = await filedOnPaper("courrier");
    expect(server.received).toHaveLength(0);
    const page = await read(agent, back);
    expect(words(page)).toContain("À envoyer par courrier.");
    const href = new RegExp(`${back}/courriers/[0-9a-f-]{36}`).exec(page)?.[0] ?? "";
    const letter = words(await read(agent, href));
    expect(letter).toContain("Bonjour, Chez Yvonne");
    expect(letter).not.toContain("{{");
    expect(await read(agent, `${TASKS}?sorte=post`)).toContain(back);
    await send(agent, back, `${back}/taches/post`, {});
    expect(await read(agent, TASKS)).not.toContain(back);
    expect(words(await read(agent, back))).toContain("Remis ou envoyé");
    expect((await holder.get(href)).headers.get("location")).toContain("/agent/connexion");
  });

  test("who came takes the receipt home: nothing is to be posted", async () => {
    const { back } = await filedOnPaper("guichet");
    expect(await read(agent, TASKS)).not.toContain(back);
    expect(words(await read(agent, back))).toContain("Remis ou envoyé");
  });

  test("receives the words of a message by post, since she would see no link", async () => {
    const { back } = await filedOnPaper("guichet");
    expect(words(await read(agent, back))).toContain("n’a pas donné d’adresse électronique");
    town.advance(60_000);
    await send(agent, back, `${back}/messages`, { "message[texte]": "Quelle surface occupez-vous ?" });
    await drain(ctx);
    const href = new RegExp(`${back}/courriers/[0-9a-f-]{36}`).exec(await read(agent, back))?.[0] ?? "";
    expect(words(await read(agent, href))).toContain("Quelle surface occupez-vous ?");
    expect(await read(agent, `${TASKS}?sorte=post`)).toContain(back);
  });
});

describe("many messages to one person in a day", () => {
  test("wait for one digest the next morning, which the agent sees; what the law asks for leaves", async () => {
    const capped: Context = { ...ctx, config: { ...ctx.config, messagesADay: 2 } };
    const { back } = await filed("assaillie@exemple.fr");
    for (const text of ["Un ?", "Deux ?", "Trois ?", "Quatre ?"]) {
      await send(agent, back, `${back}/messages`, { "message[texte]": text });
    }
    await drain(capped);
    // The acknowledgement counts: one message left, three wait.
    expect(server.received.map(({ to }) => to)).toEqual(Array(2).fill("assaillie@exemple.fr"));
    expect(words(await read(agent, back)).match(/Retenu/g)).toHaveLength(3);
    await fileEntry(town, town.people.holder, TERRACE, { nom: "Autre", courriel: "assaillie@exemple.fr" });
    await drain(capped);
    expect(server.received).toHaveLength(3);
    town.advance(24 * 3_600_000);
    agent = await browserOf(town, town.people.agent);
    await drain(capped);
    expect(server.received).toHaveLength(4);
    const digest = server.received[3]?.mail;
    expect(digest?.subject).toBe("3 messages au sujet de vos demandes");
    expect(digest?.text?.match(/http:\/\/localhost\/mulhouse\/suivi\//g)).toHaveLength(3);
    expect(words(await read(agent, back))).not.toContain("Retenu");
    expect(await takeReturned(ctx, notification(digest?.messageId ?? ""))).toBe("bounced 5.1.1");
    expect(words(await read(agent, back)).match(/Revenu/g)).toHaveLength(3);
  });

  test("are said not to have left when the installation's secret changed meanwhile", async () => {
    const capped: Context = { ...ctx, config: { ...ctx.config, messagesADay: 1 } };
    const { back } = await filed("perdue@exemple.fr");
    await send(agent, back, `${back}/messages`, { "message[texte]": "Un ?" });
    await drain(capped);
    const received = server.received.length;
    town.advance(24 * 3_600_000);
    agent = await browserOf(town, town.people.agent);
    await drain({ ...capped, secrets: deriveSecrets(Buffer.alloc(32, 7)) });
    expect(server.received).toHaveLength(received);
    expect(words(await read(agent, back))).toContain("le secret de l’installation a changé");
    expect(await read(agent, TASKS)).toContain(back);
  });
});
