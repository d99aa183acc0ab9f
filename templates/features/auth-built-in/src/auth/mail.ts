import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { FastifyBaseLogger } from 'fastify';
import { createTransport } from 'nodemailer';
import type { AuthConfig } from './variables';

export interface Mail {
  to: string;
  subject: string;
  text: string;
}

/** The one place to change for another way of sending mail. */
export interface Mailer {
  send: (mail: Mail) => Promise<void>;
  close: () => void;
}

/** Sends through the server of MAIL_URL; without one, as in development, mails are written into a folder. */
export function createMailer(config: AuthConfig['mail'], log: FastifyBaseLogger): Mailer {
  return config.url === undefined ? folderMailer(config, log) : smtpMailer(config.url, config);
}

/** Each is for one step of a conversation; the package's own are up to ten minutes. */
const TIMEOUTS = { connectionTimeout: 5000, greetingTimeout: 5000, socketTimeout: 10_000 };

function smtpMailer(url: string, { from, requireTls }: AuthConfig['mail']): Mailer {
  // Links in mails are as good as a password for a while. MAIL_URL may say otherwise: `?requireTLS=false`.
  const options = { url, pool: true, requireTLS: requireTls, ...TIMEOUTS };
  const transport = createTransport(options, { from });
  return {
    send: async (mail) => {
      await transport.sendMail(mail);
    },
    close: () => transport.close(),
  };
}

function folderMailer({ folder, from }: AuthConfig['mail'], log: FastifyBaseLogger): Mailer {
  return {
    send: async ({ to, subject, text }) => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const name = `${Date.now()}-${randomBytes(4).toString('hex')}.txt`;
      const file = path.join(folder, name);
      const content = `From: ${from}\nTo: ${to}\nSubject: ${subject}\n\n${text}\n`;
      await writeFile(file, content, { mode: 0o600 });
      // Not the text: it has the link.
      log.info({ file, subject }, 'mail written');
    },
    close: () => {},
  };
}
