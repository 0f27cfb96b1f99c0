import { beforeEach, describe, expect, test } from "vitest";
import { sendEvent } from "../../../server/commands/send-event.ts";
import { actorsOf } from "../../../server/identity/actor-for.ts";
import { agentSubject } from "../../../server/identity/subject.ts";
import { beginPhase } from "../../../server/store/imports.ts";
import { drainImports } from "../../../server/worker/run-import.ts";
import { catalogueOf } from "../../helpers/catalogue.ts";
import { MEMBERS } from "../identity/installation.ts";
import { hire, type Office, openOffice, stored } from "../routes/back-office.ts";
import { BEEKEEPERS, current, fiches, imports, linesOf, sends } from "./import-town.ts";

let office: Office;
let anne: Awaited<ReturnType<typeof hire>>;
beforeEach(async () => {
  office = await openOffice(catalogueOf(MEMBERS, [BEEKEEPERS]));
  anne = await hire(office.ctx, "Anne Roth");
});
const stop = () => office.stop();

const HEAD =
  "NOM NAISSANCE;NOM USAGE;PRENOM;NE LE;ADRESSE;CP;VILLE;TEL;PORTABLE;MAIL;N PERMIS;DEBUT PERMIS;FIN PERMIS;OBS";
const KLEIN =
  "KLEIN;;ODILE;12/05/98;3 RUE DU MOULIN;68100;MULHOUSE;389001122;06 39 98 00 11;odile.klein@courriel.example;68-0012;01/03/2020;01/03/2025;ruche au nord";
const ROTH = "ROTH;WEBER;ANNE-LISE;;7 RUE DES PRÉS;68200;MULHOUSE;;;;;;;";
const FILE = [HEAD, KLEIN, ROTH, ";;;;;;;;;;;;;", ";;SANS NOM;;;;;;;;;;;"].join("\r\n");

describe("an import", () => {
  test("makes an entry of each line, converted, what lacks told and what nothing takes kept aside", async () => {
    const sent = await sends(office.ctx, anne, Buffer.from(FILE, "latin1"));
    const ended = await imports(office.ctx, sent);
    expect(ended).toMatchObject({ phase: "import", state: "done", progress: 4 });
    expect(ended.counts.outcomes).toEqual({ created: 2, blank: 1, refused: 1 });
    const [klein, roth, ...others] = await fiches(office.ctx);
    expect(others).toEqual([]);
    expect(klein?.answers).toEqual({
      nom: "Klein",
      prenom: "Odile",
      naissance: "1998-05-12",
      adresse: { voie: "3 Rue du Moulin", codePostal: "68100", commune: "Mulhouse" },
      telephone: "+33389001122",
      portable: "+262639980011",
      courriel: "odile.klein@courriel.example",
      permis: [{ numero: "68-0012", debut: "2020-03-01", fin: "2025-03-01" }],
    });
    expect(roth?.answers).toMatchObject({ nom: "Roth", nomUsage: "Weber", prenom: "Anne-Lise" });
    const { history } = await stored(office, klein?.id ?? "");
    expect(history).toHaveLength(1);
    expect(history[0]).toMatchObject({
      type: "ouvrir",
      actor: { name: "Anne Roth" },
      data: {
        imported: {
          file: "ruchers.csv",
          line: 2,
          fields: expect.arrayContaining(["nom", "adresse.commune", "permis"]),
          aside: [{ title: "OBS", text: "ruche au nord" }],
        },
      },
    });
    const lines = await linesOf(office.ctx, sent);
    expect(lines.map(({ line, outcome }) => [line, outcome])).toEqual([
      [2, "created"],
      [3, "created"],
      [4, "blank"],
      [5, "refused"],
    ]);
    expect(lines[1]?.details?.lacking).toEqual(["Date de naissance", "Téléphone", "Permis"]);
    expect(lines[3]?.cells).toEqual(["", "", "SANS NOM", ...Array.from({ length: 11 }, () => "")]);
    await stop();
  });

  test("changes nothing when the same file comes again, whoever sends it", async () => {
    await imports(office.ctx, await sends(office.ctx, anne, FILE));
    const before = await fiches(office.ctx);
    const luc = await hire(office.ctx, "Luc Meyer");
    const again = await imports(office.ctx, await sends(office.ctx, luc, FILE, "copie.csv"));
    expect(again.counts.outcomes).toEqual({ same: 2, blank: 1, refused: 1 });
    expect(await fiches(office.ctx)).toEqual(before);
    await stop();
  });

  test("completes a known person with what lacks, keeps what differs and says so", async () => {
    await imports(office.ctx, await sends(office.ctx, anne, FILE));
    const other = [
      "birth_name,firstname,birthdate,phone1,email,licence,licence_from,licence_to,bee",
      "Klein,Odile,1998-05-12,03 89 00 11 22,autre@courriel.example,68-0012,2020-03-01,2030-03-01,Buckfast",
    ].join("\n");
    const sent = await sends(office.ctx, anne, other, "autre.csv");
    const mapping = {
      ...sent.mapping,
      columns: sent.mapping.columns.map((rule) =>
        rule.heading === "bee"
          ? { ...rule, use: "field" as const, to: ["abeille"] }
          : rule.heading.startsWith("licence")
            ? {
                ...rule,
                use: "field" as const,
                to: [`permis.1.${{ licence: "numero", licence_from: "debut", licence_to: "fin" }[rule.heading]}`],
              }
            : rule,
      ),
    };
    const ended = await imports(office.ctx, sent, mapping);
    expect(ended.counts.outcomes).toEqual({ completed: 1 });
    const [klein] = await fiches(office.ctx);
    expect(klein?.answers).toMatchObject({ abeille: "buckfast", courriel: "odile.klein@courriel.example" });
    const [line] = await linesOf(office.ctx, sent);
    expect(line?.details?.conflicts).toEqual([
      {
        title: "Adresse électronique",
        kept: "odile.klein@courriel.example",
        offered: "autre@courriel.example",
      },
      { title: "Permis, Date de fin", kept: "1er mars 2025", offered: "1er mars 2030" },
    ]);
    expect(line?.details?.taken).toEqual(["Abeille élevée"]);
    const { history } = await stored(office, klein?.id ?? "");
    expect(history.at(-1)).toMatchObject({ type: "modifier", data: { imported: { file: "autre.csv", line: 2 } } });
    await stop();
  });

  test("is undone whole: what it made goes, what it completed is as before, what changed since stays and is told", async () => {
    const first = await sends(office.ctx, anne, [HEAD, KLEIN].join("\n"));
    await imports(office.ctx, first);
    const [before] = await fiches(office.ctx);
    const lines = [
      HEAD,
      KLEIN.replace(";;ODILE", ";MULLER;ODILE"),
      ROTH,
      ROTH.replace("ROTH;WEBER;ANNE-LISE", "SIMON;;PAUL"),
    ];
    const second = await imports(office.ctx, await sends(office.ctx, anne, lines.join("\n"), "deux.csv"));
    expect(second.counts.outcomes).toEqual({ completed: 1, created: 2 });
    const [, roth] = await fiches(office.ctx);
    const actor = actorsOf(office.ctx, agentSubject(anne))("mulhouse", BEEKEEPERS);
    const edited = await sendEvent(office.ctx, {
      ...{ member: "mulhouse", definitionId: BEEKEEPERS.id, id: roth?.id ?? "", actor, type: "modifier", revision: 1 },
      answers: { ...roth?.answers, courriel: "roth@courriel.example" },
    });
    expect(edited.ok).toBe(true);
    await beginPhase(office.ctx.db, second, "undo", office.ctx.clock());
    await drainImports(office.ctx);
    expect(await current(office.ctx, second)).toMatchObject({ phase: "undo", state: "done" });
    expect((await current(office.ctx, second)).counts.outcomes).toMatchObject({ removed: 1, restored: 1, kept: 1 });
    const after = await fiches(office.ctx);
    expect(after.map(({ answers }) => answers["nom"])).toEqual(["Klein", "Roth"]);
    expect(after[0]?.answers).toEqual(before?.answers);
    const kept = (await linesOf(office.ctx, second)).find(({ undone }) => undone === "kept");
    expect(kept?.details?.reasons).toEqual(["Modifiée depuis l’import : elle reste."]);
    await stop();
  });
});
