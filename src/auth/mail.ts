import type { Config } from "../config";

export type Mail = { to: string; subject: string; text: string };

/** How mail leaves: by the platform's binding, by an HTTP mail service, or nowhere but the console. */
export type Post = (mail: Mail) => Promise<void>;

type MailBinding = { send(mail: { from: string; to: string; subject: string; text: string }): Promise<unknown> };

/**
 * The way out for mail of this deployment. Where none is set the mail is printed for whoever runs the process: that is
 * how the first sign-in of a laptop works, and the README says so.
 */
export function postOf(env: object, config: Config): Post {
  const { mail } = config;
  const binding = bindingOf(env);
  if (binding && mail) {
    return async (letter) => {
      await binding.send({ from: mail.from, ...letter });
    };
  }
  if (mail?.service) return (letter) => postByHttp(mail.from, mail.service, letter);
  return async ({ to, subject, text }) => console.log(`\nMail to ${to}\n${subject}\n\n${text}\n`);
}

function bindingOf(env: object): MailBinding | null {
  const { EMAIL } = env as { EMAIL?: MailBinding };
  return EMAIL ?? null;
}

// `{from, to, subject, text}` with a bearer token is what Resend, MailerSend's and Postmark's proxies take.
async function postByHttp(from: string, service: { url: string; token: string } | null, letter: Mail): Promise<void> {
  if (!service) return;
  const answer = await fetch(service.url, {
    method: "POST",
    headers: { Authorization: `Bearer ${service.token}`, "Content-Type": "application/json" },
    body: JSON.stringify({ from, ...letter }),
    redirect: "manual",
  });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`the mail service answered ${answer.status}`);
}
