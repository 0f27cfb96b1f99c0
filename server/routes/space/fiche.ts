import { available, confirmedOf, formatDate, formatInstant, parisDay } from "../../../engine/index.ts";
import { renderMessage } from "../../../renderer/front/message-page.tsx";
import { renderFiche } from "../../../renderer/space/fiche-page.tsx";
import { strings } from "../../../renderer/strings.ts";
import { ficheWords as words } from "../../../renderer/strings-fiches.ts";
import { about } from "../../commands/write-entry.ts";
import { citizenAnswers } from "../front/citizen-answers.ts";
import { citizenState } from "../front/citizen-state.ts";
import { type FicheScope, ficheScope } from "../front/entry-scope.ts";
import { gone, memberOf, type PageContext } from "../front/front-scope.ts";
import { shown } from "../front/shown.ts";
import { ficheLinks } from "./fiche-links.ts";

/** `?fait=` after the fiche was made hers. */
export const TAKEN = "Rattachee";

/** GET /{member}/fiches/{entry}: what a register holds about her, what she may say of it, what comes. */
export async function ficheRoute(c: PageContext): Promise<Response> {
  const scope = await ficheScope(c);
  if (!scope) return ficheGone(c);
  const { ctx, member, definition, entry, actor, context, href, holderView } = scope;
  const reader = { ctx, session: c.var.session, member: member.id, actor, entry: entry.id };
  const names = await shown(reader, definition.form, entry.answers, `/${member.id}/demandes/${entry.id}/fichiers`);
  const { confirmation } = definition;
  const events = available(definition, entry, actor, context.now);
  const known = about(ctx, member.id, definition);
  const html = renderFiche(c.var.site(member.id), {
    title: holderView.title,
    intro: holderView.intro,
    member: member.name,
    href,
    reference: entry.reference,
    updatedAt: formatInstant(entry.updatedAt),
    state: citizenState(definition.workflow.states.get(entry.state), entry.state),
    confirmation: confirmationView(scope),
    actions: events
      .filter(({ type }) => type !== confirmation?.event)
      .map(({ type, label, hint }) => ({ label, hint: hint ?? null, href: `${href}/evenements/${type}` })),
    relations: await ficheLinks(c, scope),
    sections: citizenAnswers(definition.form, entry.answers, context, names.labels),
    files: names.files,
    service: [known.service ?? known.member, ...(known.contact ?? "").split("\n")].filter((line) => line !== ""),
    done: doneSentence(scope, c.req.query("fait")),
  });
  return c.html(html);
}

/** What is to be confirmed, as she reads it; null when nothing is, or when it is not hers to say. */
function confirmationView({ definition, entry, actor, context, href }: FicheScope) {
  const { confirmation } = definition;
  const today = parisDay(context.now);
  const confirmed = confirmedOf(definition, entry, today, context);
  if (!confirmation || !confirmed) return null;
  const may = available(definition, entry, actor, context.now).some(({ type }) => type === confirmation.event);
  const { on, wanted, round } = confirmed;
  const by = formatDate(round.by);
  const { confirm } = words;
  return {
    title: wanted ? confirm.title(confirmation.title) : confirmation.title,
    wanted,
    sentences: [
      ...(wanted ? [today < round.by ? confirm.before(by) : confirm.late(by)] : []),
      on === null ? confirm.never : confirm.on(formatDate(on)),
    ],
    action: may
      ? { href: `${href}/evenements/${confirmation.event}`, label: wanted ? confirm.look : confirm.again }
      : null,
  };
}

function doneSentence({ definition }: FicheScope, fact: string | undefined): string | null {
  if (fact === undefined) return null;
  if (fact === TAKEN) return words.invitation.taken;
  const states = [...definition.workflow.states.values()];
  const event = states.flatMap(({ events }) => events).find(({ type }) => type === fact);
  return event ? words.done(event.label) : null;
}

/** The same page whether the fiche exists or not: signing in may open it. */
export function ficheGone(c: PageContext): Response | Promise<Response> {
  const member = memberOf(c);
  if (!member) return gone(c);
  const link = c.var.session?.account
    ? { href: "/mon-espace", label: strings.space }
    : { href: `/connexion?retour=${encodeURIComponent(c.req.path)}`, label: strings.signIn };
  return c.html(renderMessage(c.var.site(member.id), { title: words.gone, text: words.goneText, link }), 404);
}
