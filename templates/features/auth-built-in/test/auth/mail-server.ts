import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

export interface MailServer {
  /** For MAIL_URL. */
  url: string;
  /** What it took, as it came: envelope, headers and text. */
  mails: { from: string; to: string; data: string }[];
  /** How many connections it has. */
  connections: () => number;
  close: () => void;
}

/** Answers to what a client says, by its first word: RFC 5321, as far as sending one mail needs it. */
const ANSWERS: Record<string, string> = {
  EHLO: '250 localhost',
  MAIL: '250 ok',
  RCPT: '250 ok',
  DATA: '354 go on',
  QUIT: '221 bye',
};

/**
 * A mail server on this machine, without TLS.
 *
 * @param rude answers that are others, e.g. `{ RCPT: '550 no such user' }`
 * @param isSilent takes connections and says nothing
 */
export async function mailServer(
  rude: Record<string, string> = {},
  { isSilent = false } = {},
): Promise<MailServer> {
  const mails: MailServer['mails'] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    if (!isSilent) converse(socket, { ...ANSWERS, ...rude }, (mail) => mails.push(mail));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mails,
    connections: () => sockets.size,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

function converse(
  socket: Socket,
  answers: Record<string, string>,
  take: (mail: MailServer['mails'][number]) => void,
): void {
  let text = '';
  let [from, to] = ['', ''];
  let isData = false;
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    for (;;) {
      const end = text.indexOf(isData ? '\r\n.\r\n' : '\r\n');
      if (end < 0) return;
      const said = text.slice(0, end);
      text = text.slice(end + (isData ? 5 : 2));
      if (isData) take({ from, to, data: said });
      const [word = ''] = said.toUpperCase().split(/[ :]/);
      const address = /<(.*)>/.exec(said)?.[1] ?? '';
      if (!isData && word === 'MAIL') from = address;
      if (!isData && word === 'RCPT') to = address;
      const answer = isData ? '250 ok' : (answers[word] ?? '502 what?');
      isData = !isData && word === 'DATA' && answer.startsWith('354');
      socket.write(`${answer}\r\n`);
    }
  });
  socket.write('220 localhost\r\n');
}
