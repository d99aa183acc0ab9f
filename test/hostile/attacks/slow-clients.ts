import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { HEAP, start, statusOf } from '../service.ts';
import { type Attack, timed } from './attack.ts';

const CLIENTS = 200;
const BOUND = 1000;

/** Clients that never come to the end of what they say, and what Node's parser can't read. */
export const slowClients: Attack = async (built) => {
  const service = await start(built, {
    HEADERS_TIMEOUT_MS: String(BOUND),
    REQUEST_TIMEOUT_MS: String(2 * BOUND),
  });
  const hang = (text: string) =>
    Promise.all(Array.from({ length: CLIENTS }, () => drip(service.port, text)));
  const head = 'POST /v1/products HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n';
  try {
    const headers = await timed(async () => {
      const all = hang('GET /livez HTTP/1.1\r\nx-a: ');
      await sleep(BOUND / 2);
      return { alive: await statusOf(`${service.origin}/readyz`), ended: await all };
    });
    const sent = await timed(() => hang(`${head}content-length: 1000\r\n\r\n{`));
    const ahead = 'GET /livez HTTP/1.1\r\nhost: a\r\n\r\n'.repeat(1000);
    await Promise.all(Array.from({ length: 300 }, () => say(service.port, ahead)));
    const burst = {
      alive: await statusOf(`${service.origin}/readyz`),
      ...(await service.vitals()),
    };
    const half = `${head}content-length: 1000000\r\n\r\n{"name":"${'x'.repeat(900_000)}`;
    const halves = hang(half);
    await sleep(BOUND);
    const held = { alive: await statusOf(`${service.origin}/readyz`), ...(await service.vitals()) };
    await halves;
    const answers = await Promise.all(UNREADABLE.map((text) => say(service.port, text)));
    const wrong = answers.filter(
      (answer) => answer !== '' && !/^HTTP\/1\.1 4\d\d .*application\/problem\+json/s.test(answer),
    );
    return [
      {
        promise: `${CLIENTS} clients that never end their headers are ended, others served meanwhile`,
        kept: headers.result.alive === 200 && headers.ms < BOUND + 4000,
        seen: `after ${headers.ms} ms`,
      },
      {
        promise: `so are ${CLIENTS} that never end their body`,
        kept: sent.ms < 2 * BOUND + 4000,
        seen: `after ${sent.ms} ms`,
      },
      {
        promise: '300,000 requests that are sent ahead at once end nothing',
        kept: burst.alive === 200 && burst.rss < HEAP,
        seen: `/readyz ${burst.alive}, ${burst.rss.toFixed(0)} MB in all`,
      },
      {
        promise: `nor do ${CLIENTS} bodies of a megabyte that do not come to their end`,
        kept: held.alive === 200 && held.rss < HEAP,
        seen: `/readyz ${held.alive}, ${held.rss.toFixed(0)} MB in all`,
      },
      {
        promise: 'what is no request is answered with a problem, or not at all',
        kept: wrong.length === 0,
        seen:
          wrong[0]?.slice(0, 200) ??
          `${answers.filter(Boolean).length} of ${answers.length} answered`,
      },
    ];
  } finally {
    await service.stop();
  }
};

/** Says a little now and then; resolves once the service has closed the connection. */
function drip(port: number, text: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.write(text);
    const timer = setInterval(() => socket.write('x'), 200);
    socket.on('error', () => {});
    socket.on('data', () => {});
    socket.once('close', () => {
      clearInterval(timer);
      resolve();
    });
  });
}

/** @returns what came back until the connection was closed */
function say(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket: Socket = connect(port, '127.0.0.1');
    let answer = '';
    socket.setEncoding('latin1').on('data', (more: string) => (answer += more));
    socket.on('error', () => {});
    socket.once('close', () => resolve(answer));
    socket.setTimeout(5000, () => socket.destroy());
    socket.write(Buffer.from(text, 'latin1'));
  });
}

const close = 'host: a\r\nconnection: close\r\n';
const UNREADABLE = [
  'GET / HTTP/9.9\r\n\r\n',
  'hello\r\n\r\n',
  '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
  'GET /v1/\xc3\xa9 HTTP/1.1\r\nhost: a\r\n\r\n',
  'GET /v1/products\x00 HTTP/1.1\r\nhost: a\r\n\r\n',
  `GET /livez HTTP/1.1\r\nhost: a\r\nx: ${'y'.repeat(100_000)}\r\n\r\n`,
  `GET /${'z'.repeat(100_000)} HTTP/1.1\r\nhost: a\r\n\r\n`,
  'GET /livez HTTP/1.1\r\nhost: a\r\n folded\r\n\r\n',
  'GET /livez HTTP/1.1\r\n: empty\r\n\r\n',
  `POST /v1/products HTTP/1.1\r\n${close}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
  `POST /v1/products HTTP/1.1\r\n${close}content-type: application/json\r\ncontent-length: -1\r\n\r\n`,
  `POST /v1/products HTTP/1.1\r\n${close}content-length: 1\r\ncontent-length: 2\r\n\r\n{}`,
  `POST /v1/products HTTP/1.1\r\n${close}content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n`,
  `GET /v1/products HTTP/1.1\r\n${close}expect: the-worst\r\n\r\n`,
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
];
