import { beforeAll, describe, expect, test } from "vitest";
import {
  type Answers,
  apply,
  available,
  type CompiledDefinition,
  type Entry,
  journey,
  type MailEffect,
  open,
  SYSTEM,
  submit,
  type TimerEffect,
  type Transition,
} from "../../engine/index.ts";
import { AGENT, CITIZEN, done, LECTEUR, NOW, STRANGER, shipped } from "./shipped.ts";

const FOR_ONESELF: Answers = {
  lieuNaissance: "ici",
  document: "copie-integrale",
  exemplaires: 2,
  nom: "Muller",
  prenoms: "Lucie Marie",
  dateNaissance: "1988-05-14",
  parentsInscrits: "deux",
  parent1: { nom: "Muller", prenoms: "Jean" },
  parent2: { nom: "Weber", prenoms: "Anne" },
  qualite: "titulaire",
  adresse: { voie: "3 rue des Tilleuls", codePostal: "68100", commune: "Mulhouse" },
  courriel: "lucie.muller@courriel.example",
  attestation: true,
};
const WITHOUT_PARENTS: Answers = {
  lieuNaissance: "ici",
  document: "extrait-sans-filiation",
  exemplaires: 1,
  nom: "Haddad",
  prenoms: "Farid",
  dateNaissance: "1979-11-02",
  demandeur: { prenom: "Thomas", nom: "Weber" },
  adresse: { voie: "8 rue Pasteur", codePostal: "68170", commune: "Rixheim" },
  courriel: "thomas.weber@courriel.example",
  attestation: true,
};
const FOR_A_CHILD: Answers = {
  ...FOR_ONESELF,
  dateNaissance: "2019-02-20",
  qualite: "ascendant",
  demandeur: { prenom: "Jean", nom: "Muller" },
  envoiJustificatif: "plus-tard",
};
const CONTEXT = { now: NOW };

let definition: CompiledDefinition;

beforeAll(async () => {
  definition = await shipped("etat-civil/acte-naissance");
});

const asked = (answers: Answers) =>
  journey(definition.form, answers, CONTEXT).steps.flatMap(({ fields }) => fields.map(({ key }) => key));

const codes = (answers: Answers) => {
  const result = submit(definition.form, answers, CONTEXT);
  return result.ok ? [] : result.issues.map(({ code, pointer }) => `${pointer} ${code}`);
};

describe("the form for a birth certificate", () => {
  test("asks of an extract without parents neither parents, nor a link, nor a document", () => {
    expect(codes(WITHOUT_PARENTS)).toEqual([]);
    const keys = asked(WITHOUT_PARENTS);
    for (const key of ["parentsInscrits", "parent1", "parent2", "qualite", "envoiJustificatif", "justificatifs"]) {
      expect(keys).not.toContain(key);
    }
  });

  test("never asks for an identity document or its number", () => {
    const attachments = definition.form.order.filter(({ widget }) => widget.startsWith("attachment"));
    expect(attachments.map(({ key }) => key)).toEqual(["justificatifs"]);
    expect(definition.form.order.filter(({ title }) => /identité (nationale|n°)|passeport|carte/i.test(title))).toEqual(
      [],
    );
  });

  test("asks no proof of someone who wants her own act", () => {
    expect(codes(FOR_ONESELF)).toEqual([]);
    expect(asked(FOR_ONESELF)).not.toContain("envoiJustificatif");
  });

  test("asks proof of the link for a child's act, now or later", () => {
    expect(codes(FOR_A_CHILD)).toEqual([]);
    expect(codes({ ...FOR_A_CHILD, envoiJustificatif: "maintenant" })).toEqual(["/justificatifs required"]);
    const { envoiJustificatif: _, ...unsaid } = FOR_A_CHILD;
    expect(codes(unsaid)).toEqual(["/envoiJustificatif required"]);
  });

  test("does not name parents whom the act does not", () => {
    const keys = asked({ ...FOR_ONESELF, parentsInscrits: "aucun" });
    expect(keys).not.toContain("parent1");
    expect(asked({ ...FOR_ONESELF, parentsInscrits: "un" })).toEqual(expect.not.arrayContaining(["parent2"]));
  });

  test("refuses a full copy to someone without any link, and names the extract open to all", () => {
    const result = submit(definition.form, { ...FOR_A_CHILD, qualite: "autre" }, CONTEXT);
    expect(result).toMatchObject({ ok: false, issues: [{ code: "demandeur-autorise", pointer: "/qualite" }] });
    expect(result.ok ? "" : result.issues[0]?.message).toContain("extrait sans filiation");
  });

  test("opens to all a register closed for more than 75 years", () => {
    const old = {
      ...WITHOUT_PARENTS,
      document: "copie-integrale",
      dateNaissance: "1949-06-01",
      parentsInscrits: "aucun",
    };
    expect(codes(old)).toEqual([]);
    expect(asked(old)).not.toContain("qualite");
    expect(asked({ ...old, dateNaissance: "1951-06-01" })).toContain("qualite");
  });

  test("sends a minor's request to the parents, unless the minor is emancipated", () => {
    const minor = { ...FOR_ONESELF, dateNaissance: "2009-03-04" };
    expect(codes({ ...minor, emancipe: false })).toEqual(["/emancipe demandeur-majeur"]);
    expect(codes({ ...minor, emancipe: true })).toEqual([]);
    expect(codes(minor)).toEqual(["/emancipe required"]);
  });

  test.each([
    ["autre-commune", "competence-autre-commune"],
    ["etranger", "competence-etranger"],
  ])("says where to ask for a birth elsewhere (%s)", (lieuNaissance, code) => {
    expect(codes({ ...FOR_ONESELF, lieuNaissance })).toEqual([`/lieuNaissance ${code}`]);
  });

  test("drops what a change of document no longer asks", () => {
    const result = submit(definition.form, { ...FOR_A_CHILD, document: "extrait-sans-filiation" }, CONTEXT);
    expect(result.ok && Object.keys(result.value)).not.toContain("parent1");
    expect(result.ok && result.value["destinataire"]).toBe("Jean Muller");
  });
});

const ABOUT = {
  member: "Mulhouse",
  title: "Demander un acte de naissance",
  service: "État civil",
  contact: "03 53 01 02 20",
};

function deposit(answers: Answers = FOR_A_CHILD): Transition {
  return done(
    open(definition, {
      id: "018f0000-0000-7000-8000-000000000001",
      reference: "X7K4-QP9M",
      member: "mulhouse",
      holder: CITIZEN.holders[0] ?? null,
      answers,
      actor: CITIZEN,
      now: NOW,
      about: ABOUT,
    }),
  );
}

const send = (entry: Entry, type: string, answers?: Answers, actor = AGENT) =>
  apply(definition, entry, { type, ...(answers && { answers }) }, actor, NOW, ABOUT);

const mails = (transition: Transition) =>
  transition.effects.filter((effect): effect is MailEffect => effect.type === "mail");
const timers = (transition: Transition) =>
  transition.effects.filter((effect): effect is TimerEffect => effect.type === "timer");
const events = (entry: Entry, actor = AGENT) => available(definition, entry, actor, NOW).map(({ type }) => type);

const PIECES = { pieces: ["votre adresse postale complète"], precisions: "Il manque le code postal.", delai: 30 };
const ENVOI = { modeEnvoi: "courrier simple", dateEnvoi: "2026-03-03" };
const REFUS = {
  motif: "Votre lien avec la personne n’est pas établi.",
  explication: "Le document reçu ne vous nomme pas.",
};

describe("a request for a birth certificate", () => {
  test("is acknowledged at once: date, service, contact, no fee, no silent decision", () => {
    const [mail] = mails(deposit());
    expect(mail?.to).toBe("lucie.muller@courriel.example");
    for (const part of [
      "X7K4-QP9M",
      "3 mars 2026",
      "État civil",
      "03 53 01 02 20",
      "gratuit",
      "Aucun délai légal",
      "{{lien}}",
    ]) {
      expect(mail?.body).toContain(part);
    }
  });

  test("is worked by the agents of the service, read by its readers, withdrawn by its holder only", () => {
    const { entry } = deposit();
    expect(events(entry)).toEqual(
      expect.arrayContaining(["prendre-en-charge", "delivrer", "demander-pieces", "refuser"]),
    );
    expect(events(entry)).not.toContain("retirer");
    expect(events(entry, LECTEUR)).toEqual([]);
    expect(events(entry, CITIZEN)).toEqual(["retirer"]);
    expect(events(entry, STRANGER)).toEqual([]);
  });

  test("waits for a piece, with a reminder and a deadline, and goes on when it comes", () => {
    const incomplete = done(send(deposit().entry, "demander-pieces", PIECES));
    expect(incomplete.entry.state).toBe("incomplete");
    expect(mails(incomplete)[0]?.body).toContain("- votre adresse postale complète");
    expect(mails(incomplete)[0]?.body).toContain("2 avril 2026");
    expect(timers(incomplete).map(({ event, runAt }) => [event, runAt])).toEqual([
      ["rappeler", "2026-03-25T23:00:00.000Z"],
      ["echeance", "2026-04-02T22:00:00.000Z"],
    ]);
    expect(send(incomplete.entry, "completer", {}, CITIZEN)).toMatchObject({ ok: false, code: "invalid" });
    const completed = done(send(incomplete.entry, "completer", { message: "68100 Mulhouse" }, CITIZEN));
    expect(completed.entry.state).toBe("instruction");
    expect(events(completed.entry)).not.toContain("echeance");
  });

  test("is filed away when nothing comes, and can be taken up again", () => {
    const incomplete = done(send(deposit().entry, "demander-pieces", PIECES));
    const reminded = done(send(incomplete.entry, "rappeler", undefined, SYSTEM));
    expect(mails(reminded)[0]?.subject).toContain("Rappel");
    expect(reminded.entry.state).toBe("incomplete");
    const filed = done(send(reminded.entry, "echeance", undefined, SYSTEM));
    expect(filed.entry.state).toBe("sans-suite");
    expect(done(send(filed.entry, "rouvrir", { motif: "Pièce reçue par courrier" })).entry.state).toBe("instruction");
  });

  test("ends with the act sent, told in the words of the form", () => {
    const taken = done(send(deposit(FOR_ONESELF).entry, "prendre-en-charge"));
    const delivered = done(send(taken.entry, "delivrer", ENVOI));
    expect(delivered.entry.state).toBe("delivree");
    expect(mails(delivered)[0]?.body).toContain("Lucie Marie Muller : Copie intégrale, en 2 exemplaires");
    expect(mails(delivered)[0]?.body).toContain("Envoi : courrier simple, le 3 mars 2026");
    expect(events(delivered.entry)).toEqual([]);
  });

  test("is refused with a reason and the ways to contest it, never without", () => {
    const { entry } = deposit();
    expect(send(entry, "refuser", { motif: REFUS.motif })).toMatchObject({ ok: false, code: "invalid" });
    const refused = done(send(entry, "refuser", REFUS));
    const body = mails(refused)[0]?.body ?? "";
    for (const part of [
      REFUS.motif,
      REFUS.explication,
      "réexaminer",
      "procureur de la République",
      "tribunal judiciaire",
    ]) {
      expect(body).toContain(part);
    }
  });

  test.each([
    ["transmettre", { autorite: "mairie de Colmar" }, "transmise", "mairie de Colmar"],
    ["introuvable", { recherches: "Registres de 2018 à 2020." }, "introuvable", "Registres de 2018 à 2020."],
  ])("may end with « %s »", (type, answers, state, told) => {
    const taken = done(send(deposit().entry, "prendre-en-charge"));
    const ended = done(send(taken.entry, type, answers));
    expect(ended.entry.state).toBe(state);
    expect(mails(ended)[0]?.body).toContain(told);
  });

  test("is withdrawn by its holder", () => {
    expect(done(send(deposit().entry, "retirer", {}, CITIZEN)).entry.state).toBe("retiree");
  });

  test("speaks to the citizen in every state", () => {
    for (const state of definition.workflow.states.values()) {
      expect(state.sentence).toMatch(/^(Votre|Vous|Le|Il|L’acte|Sans) /);
      for (const event of state.events) expect(event.past, event.type).toBeTruthy();
    }
  });
});
