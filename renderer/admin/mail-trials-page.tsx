import type { BackFrame } from "../back/back-page.tsx";
import { mailTrialWords as words } from "../strings-mail-trials.ts";
import { renderAdminPage } from "./admin-page.tsx";

/** A mail with made-up answers, and its text message. */
export interface MailTrial {
  readonly id: string;
  readonly subject: string;
  readonly body: string;
  readonly reminder: boolean;
  /** Where to see it as mail readers show it. */
  readonly href: string;
  readonly sms: SmsTrial | null;
}

export interface SmsTrial {
  /** As it would leave, cut when it must be. */
  readonly text: string;
  readonly parts: number;
  readonly cut: boolean;
  /** A letter of it makes it leave in UCS-2. */
  readonly unicode: boolean;
}

/** Every mail and text message of a definition, for who writes them. */
export function mailTrialsPage(view: {
  readonly frame: BackFrame;
  readonly definition: string;
  /** Address of the definition among those that the member changes. */
  readonly back: string;
  readonly mails: readonly MailTrial[];
  /** Parts that a text message takes at most. */
  readonly most: number;
}): string {
  const title = words.title(view.definition);
  return renderAdminPage({
    frame: view.frame,
    title,
    back: { href: view.back, label: words.back },
    lead: words.intro,
    children: (
      <>
        {view.mails.length === 0 && <p class="empty">{words.none}</p>}
        {view.mails.map((mail) => (
          <Trial key={mail.id} mail={mail} most={view.most} />
        ))}
      </>
    ),
  });
}

function Trial({ mail, most }: { readonly mail: MailTrial; readonly most: number }) {
  const { id, subject, body, reminder, href, sms } = mail;
  return (
    <section class="panel mail-trial" aria-labelledby={`courriel-${id} modele-${id}`}>
      <h2 id={`courriel-${id}`}>{subject}</h2>
      <p class="quiet">
        <span id={`modele-${id}`}>{id}</span>
        {reminder && <> · {words.reminder}</>}
      </p>
      <p class="message-text">{body}</p>
      <p>
        <a href={href}>
          {words.html}
          <span class="sr"> : {subject}</span>
        </a>
      </p>
      {sms !== null && (
        <>
          <h3>{words.sms}</h3>
          <p class="message-text">{sms.text}</p>
          <p class={sms.cut ? "notice notice-waiting" : "hint"}>
            {sms.cut ? words.cut(most) : words.parts(sms.parts)}
            {sms.unicode && <> {words.costly}</>}
          </p>
        </>
      )}
    </section>
  );
}
