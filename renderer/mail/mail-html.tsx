import { renderToString } from "preact-render-to-string";
import { mailWords } from "../strings-mail.ts";

/** A mail in the identity of whoever sends it. */
export interface MailHtmlView {
  /** Member, or group. */
  readonly name: string;
  /** CSS hexadecimal, dark enough for white words; null without a member. */
  readonly colour: string | null;
  /** Whole address of an image, or null. */
  readonly logo: string | null;
  readonly subject: string;
  /** Plain text, paragraphs apart. */
  readonly body: string;
  /** Addresses that begin with one of these become links. */
  readonly origins: readonly string[];
}

const FONT = "font-family:Arial,Helvetica,sans-serif;";
const NEUTRAL = "#2f4b7c";

/**
 * The HTML of a mail, made from its plain text, which stays the one source. Styles are inline, for that is all mail readers
 * keep. Only the band has colours of its own, both of them, so that a dark screen changes the others as it sees fit.
 */
export function mailHtml(view: MailHtmlView): string {
  const { subject, body } = view;
  const document = (
    <html lang="fr">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{subject}</title>
      </head>
      <body style="margin:0;padding:0;">
        <div style="max-width:600px;margin:0 auto;">
          <Band view={view} />
          <div style={`${FONT}padding:8px 24px 24px;font-size:16px;line-height:1.5;`}>
            <h1 style="font-size:22px;line-height:1.3;margin:16px 0;">{subject}</h1>
            {body.split(/\n{2,}/).map((paragraph, rank) => (
              <p key={`${rank} ${paragraph}`} style="margin:0 0 16px;">
                <Lines text={paragraph} view={view} />
              </p>
            ))}
            <p style="margin:24px 0 0;font-size:14px;border-top:1px solid #8a8a8a;padding-top:12px;">
              {mailWords.sentBy(view.name)}
            </p>
          </div>
        </div>
      </body>
    </html>
  );
  return `<!doctype html>${renderToString(document)}`;
}

function Band({ view: { name, colour, logo } }: { readonly view: MailHtmlView }) {
  const own = `background-color:${colour ?? NEUTRAL};color:#ffffff;`;
  return (
    <div style={`${FONT}${own}padding:16px 24px;font-size:18px;font-weight:bold;`}>
      {logo !== null && (
        <img
          src={logo}
          alt={mailWords.logo(name)}
          height="40"
          style="height:40px;width:auto;vertical-align:middle;border:0;margin-right:12px;"
        />
      )}
      <span style="color:#ffffff;">{name}</span>
    </div>
  );
}

interface Text {
  readonly text: string;
  readonly view: Pick<MailHtmlView, "subject" | "origins">;
}

function Lines({ text, view }: Text) {
  return (
    <>
      {text.split("\n").map((line, rank) => (
        <span key={`${rank} ${line}`}>
          {rank > 0 && <br />}
          <Line text={line} view={view} />
        </span>
      ))}
    </>
  );
}

/** "Suivre la demande : https://…" is a link that says so; an address alone is one that says the subject. */
function Line({ text, view: { subject, origins } }: Text) {
  const start = text.search(/https?:\/\//);
  const [address = ""] = /^[^\s<>"]*[^\s<>".,;!?)]/.exec(text.slice(start)) ?? [];
  if (start < 0 || !origins.some((origin) => address.startsWith(`${origin}/`))) return <>{text}</>;
  const before = text.slice(0, start).replace(/\s*:?\s*$/, "");
  return (
    <>
      <a href={address} style="font-weight:bold;text-decoration:underline;">
        {before === "" ? subject : before}
      </a>
      {text.slice(start + address.length)}
    </>
  );
}
