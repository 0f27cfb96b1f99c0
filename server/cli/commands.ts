import type { Config } from "../config.ts";
import { runBounce } from "./bounce.ts";
import { runFiles, runFilesMove } from "./files.ts";
import { runAdopt, runAgentAdd, runMemberAdd } from "./members.ts";
import { runJobs, runVerify } from "./operations.ts";
import { runCheck, runPublish } from "./publish.ts";

/** One word after `guichet`; `run` answers the exit status. */
export interface Command {
  readonly name: string;
  readonly usage: string;
  readonly does: string;
  readonly run: (config: Config, args: readonly string[]) => Promise<number>;
}

export const COMMANDS: readonly Command[] = [
  {
    name: "check",
    usage: "check <dossier>",
    does: "vérifie les définitions d’un dossier, sans rien publier",
    run: runCheck,
  },
  {
    name: "publish",
    usage: "publish <dossier> [--member <id>…]",
    does: "publie les définitions d’un dossier et, si demandé, les offre à des collectivités",
    run: runPublish,
  },
  {
    name: "adopt",
    usage: "adopt <collectivité> <définition>",
    does: "offre un téléservice ou un registre publié",
    run: runAdopt,
  },
  {
    name: "member-add",
    usage: "member-add <fichier.json>",
    does: "ajoute une collectivité, ou met ses informations à jour",
    run: runMemberAdd,
  },
  {
    name: "agent-add",
    usage: "agent-add <collectivité> <courriel> <nom> <rôles> [services]",
    does: "ajoute un agent et affiche son mot de passe une seule fois",
    run: runAgentAdd,
  },
  {
    name: "verify",
    usage: "verify",
    does: "relit la chaîne de l’historique et signale ce qui a été altéré",
    run: runVerify,
  },
  {
    name: "files",
    usage: "files",
    does: "compte les fichiers : où ils sont, en clair ou chiffrés, ce que l’antivirus en dit",
    run: runFiles,
  },
  {
    name: "files-move",
    usage: "files-move <base|s3> [--all]",
    does: "déplace les fichiers et chiffre ceux qui sont en clair ; --all donne aussi une nouvelle clé aux autres",
    run: runFilesMove,
  },
  {
    name: "bounce",
    usage: "bounce < courriel",
    does: "lit un courriel revenu (avis de non-remise, plainte) et le signale sur le dossier",
    run: runBounce,
  },
  { name: "jobs", usage: "jobs [--retry]", does: "montre les effets en échec ; --retry les relance", run: runJobs },
];
