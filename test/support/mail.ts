import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL = 50;
const TIMEOUT = 30_000;

/**
 * The token in the link of the mail to an address; mails are sent after the answer, into a folder while a service is developed.
 *
 * @param service the service's folder
 * @throws when none has come within half a minute
 */
export async function mailedTo(service: string, email: string): Promise<string> {
  const folder = join(service, '.mail');
  const deadline = Date.now() + TIMEOUT;
  while (Date.now() < deadline) {
    const names = existsSync(folder) ? readdirSync(folder) : [];
    const mails = names.map((name) => readFileSync(join(folder, name), 'utf8'));
    const mail = mails.find((text) => text.includes(`\nTo: ${email}\n`));
    const [, token] = /#token=([\w-]+)/.exec(mail ?? '') ?? [];
    if (token !== undefined) return token;
    await sleep(POLL);
  }
  throw new Error(`No mail to ${email} in ${folder}`);
}
