import { longInstant } from "./back/when.ts";
import { Csrf, renderPage, type SiteView } from "./page.tsx";
import { adminWords } from "./strings-admin.ts";
import { engineWords } from "./strings-demo-engine.ts";

/** Someone invented, with what it takes to sign in as her. */
export interface DemoPerson {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  /** Agents only: where she works, and as what. */
  readonly member?: string;
  readonly roles?: readonly string[];
  readonly units?: readonly string[];
}

export interface DemoAccountsView {
  readonly site: SiteView;
  readonly citizens: readonly DemoPerson[];
  readonly agents: readonly DemoPerson[];
}

const ROLES: ReadonlyMap<string, string> = new Map(Object.entries(adminWords.roles));
const roleWords = (role: string): string => ROLES.get(role) ?? role;

/** The accounts of the demonstration, each one click away. */
export function renderDemoAccounts({ site, citizens, agents }: DemoAccountsView): string {
  const members = [...new Set(agents.map((agent) => agent.member ?? ""))];
  const passwords = [...new Set([...citizens, ...agents].map((person) => person.password))];
  return renderPage({
    site,
    title: "Comptes pour essayer",
    layout: "wide",
    private: true,
    children: (
      <>
        <h1>Comptes pour essayer</h1>
        <p class="lead">Ces personnes sont inventées. Choisissez-en une pour ouvrir sa session.</p>
        <p>
          <a href="/demo/rendez-vous">{engineWords.enter}</a>
        </p>
        <p>
          Mot de passe : <code>{passwords.join(", ")}</code>
        </p>
        <People site={site} title="Habitantes et habitants" people={citizens} action="/connexion" />
        {members.map((member) => (
          <People
            key={member}
            site={site}
            title={`Agents : ${member}`}
            people={agents.filter((agent) => (agent.member ?? "") === member)}
            action="/agent/connexion"
          />
        ))}
      </>
    ),
  });
}

function People({
  site,
  title,
  people,
  action,
}: {
  readonly site: SiteView;
  readonly title: string;
  readonly people: readonly DemoPerson[];
  readonly action: string;
}) {
  return (
    <section class="section">
      <h2>{title}</h2>
      <ul class="rows">
        {people.map((person) => (
          <li key={person.email}>
            <div>
              <p class="row-title">{person.name}</p>
              <p class="row-meta">{[...(person.roles ?? []).map(roleWords), person.email].join(" · ")}</p>
            </div>
            <form method="post" action={action}>
              <Csrf site={site} />
              <input type="hidden" name="email" value={person.email} />
              <input type="hidden" name="password" value={person.password} />
              <button type="submit" class="button button-secondary">
                Ouvrir la session<span class="sr"> de {person.name}</span>
              </button>
            </form>
          </li>
        ))}
      </ul>
    </section>
  );
}

export interface DemoMail {
  readonly id: string;
  readonly member: string;
  readonly recipient: string;
  readonly subject: string;
  readonly body: string;
  /** ISO 8601. */
  readonly sentAt: string;
  readonly channel: "mail" | "sms";
}

export interface DemoMailsView {
  readonly site: SiteView;
  readonly mails: readonly DemoMail[];
  /** Addresses that begin so become links. */
  readonly publicUrl: string;
}

/** The mails the demonstration would have sent, newest first. */
export function renderDemoMails({ site, mails, publicUrl }: DemoMailsView): string {
  return renderPage({
    site,
    title: "Courriels envoyés",
    private: true,
    children: (
      <>
        <h1>Courriels envoyés</h1>
        <p class="lead">Rien ne part vraiment : la démonstration garde ici les derniers messages.</p>
        {mails.length === 0 && <p>Aucun message pour le moment.</p>}
        {mails.map((mail, rank) => (
          <details key={mail.id} open={rank === 0}>
            <summary>
              <strong>{mail.channel === "sms" ? `SMS : ${mail.subject}` : mail.subject}</strong> – à {mail.recipient},{" "}
              {longInstant(mail.sentAt)}
            </summary>
            <div class="note">
              <p>
                {mail.channel === "sms" ? "SMS de" : "De"} {mail.member} à {mail.recipient}
              </p>
              <Body text={mail.body} publicUrl={publicUrl} />
              {mail.channel === "mail" && (
                <p>
                  <a href={`/demo/messages/${mail.id}`}>
                    Voir ce courriel tel qu’il est reçu<span class="sr"> : {mail.subject}</span>
                  </a>
                </p>
              )}
            </div>
          </details>
        ))}
      </>
    ),
  });
}

/** The paragraphs of a plain text, its links to this site clickable. */
function Body({ text, publicUrl }: { readonly text: string; readonly publicUrl: string }) {
  return (
    <>
      {text.split(/\n{2,}/).map((paragraph, rank) => (
        <p key={`${rank} ${paragraph}`}>
          {paragraph.split("\n").map((line, at) => (
            <span key={`${at} ${line}`}>
              {at > 0 && <br />}
              {line
                .split(/(https?:\/\/[^\s<>]+[^\s<>.,;:!?)])/)
                .map((part) => (part.startsWith(`${publicUrl}/`) ? <a href={part}>{part}</a> : part))}
            </span>
          ))}
        </p>
      ))}
    </>
  );
}
