import { type ApiAnswer, ApiClient, type ApiEntry, findAgent, findCitizen, pathOf } from "../helpers/api-client.ts";
import type { DemoFile } from "../helpers/live-server.ts";
import { BIRTH, birthCertificate } from "../helpers/samples.ts";

export const MEMBER = "mulhouse";

/** What a person was answered about one demande, and what she was waiting for when the server died. */
export interface Witness {
  /** Unique address of the demande's author: every mail about it goes there. */
  readonly address: string;
  readonly key: string;
  /** Null while the deposit was never answered. */
  acknowledged: ApiEntry | null;
  /** An event sent and never answered: it may have been recorded or not. */
  pending: string | null;
}

/** A file whose deposit was answered 201. */
export interface UploadWitness {
  readonly id: string;
}

export interface People {
  readonly citizen: ApiClient;
  readonly agent: ApiClient;
}

export function people(url: string, demo: DemoFile): People {
  return {
    citizen: new ApiClient(url, findCitizen(demo).token),
    agent: new ApiClient(url, findAgent(demo, MEMBER, "agent", "etat-civil").token),
  };
}

export function newWitness(): Witness {
  const key = crypto.randomUUID();
  return { address: `${key}@exemple.fr`, key, acknowledged: null, pending: null };
}

/** Deposits a demande under its key; sent again, it must be the same one. */
export function deposit(citizen: ApiClient, witness: Witness): Promise<ApiAnswer<ApiEntry>> {
  const answers = birthCertificate({ courriel: witness.address });
  return citizen.post(`/${MEMBER}/${BIRTH}/entries`, answers, { "idempotency-key": witness.key });
}

/** Deposits demandes and moves some of them along, writing down each answer, until the server no longer answers. */
export async function act({ citizen, agent }: People, witnesses: Witness[], uploads: UploadWitness[]): Promise<void> {
  try {
    for (let turn = 0; ; turn += 1) {
      const witness = newWitness();
      witnesses.push(witness);
      await settle(witness, deposit(citizen, witness), 201);
      if (turn % 3 === 0) continue;
      await event(agent, witness, "demander-pieces", { pieces: ["votre adresse postale complète"], delai: 30 });
      if (turn % 3 === 1) await event(citizen, witness, "completer", { message: "12 rue du Sauvage" });
      else uploads.push(await upload(citizen));
    }
  } catch (error) {
    if (!isDeath(error)) throw error;
  }
}

async function event(who: ApiClient, witness: Witness, type: string, answers: Record<string, unknown>): Promise<void> {
  const entry = witness.acknowledged;
  if (!entry) return;
  witness.pending = type;
  await settle(
    witness,
    who.post<ApiEntry>(`${pathOf(entry)}/events`, { type, answers }, { "if-match": `"${entry.revision}"` }),
    200,
  );
  witness.pending = null;
}

async function settle(witness: Witness, sending: Promise<ApiAnswer<ApiEntry>>, expected: number): Promise<void> {
  const answer = await sending;
  if (answer.status === 503) throw new Unavailable();
  if (answer.status !== expected) throw new Error(`${answer.status}: ${JSON.stringify(answer.body)}`);
  witness.acknowledged = answer.body;
}

async function upload(citizen: ApiClient): Promise<UploadWitness> {
  const form = new FormData();
  form.append("file", new File(["Attestation sur l’honneur"], "attestation.txt", { type: "text/plain" }));
  const answer = await citizen.send<UploadWitness>("POST", `/${MEMBER}/attachments`, form, {});
  if (answer.status === 503) throw new Unavailable();
  if (answer.status !== 201) throw new Error(`${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** Answered while the database was already dead and Node not yet: nothing was acknowledged. */
class Unavailable extends Error {}

/** A connection refused or cut, or a 503: what a server being killed looks like to its callers. */
function isDeath(error: unknown): boolean {
  if (error instanceof Unavailable) return true;
  return error instanceof TypeError && /fetch failed|terminated|other side closed/.test(error.message);
}
