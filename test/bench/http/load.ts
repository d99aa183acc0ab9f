import { connect, type Socket } from 'node:net';

/**
 * The load generator, a process of its own: so many connections, each with one request under way at a time. It writes
 * ready-made bytes and of an answer reads only the status and the length, because it shares the machine with what it
 * measures.
 */
export interface Order {
  port: number;
  connections: number;
  milliseconds: number;
  /** Sent in turn; `#COUNT##` becomes a number that is used once. */
  requests: string[];
  status: number;
  /** For how many milliseconds who is refused with 503 waits; without it, such an answer is a failure. */
  patience?: number;
}

export interface Report {
  requests: number;
  milliseconds: number;
  /** Of which none is in `requests`. */
  refused: number;
  /** How long requests took, each in milliseconds; only with `patience`. */
  took: number[];
  /** The first answer that was not as ordered. */
  failure?: string;
}

const COUNT = '#COUNT##';
let counter = Date.now() % 1e7;

process.on('message', (order: Order) => {
  run(order).then(
    (report) => process.send?.(report),
    (error: Error) =>
      process.send?.({
        requests: 0,
        milliseconds: 0,
        refused: 0,
        took: [],
        failure: error.message,
      }),
  );
});

async function run(order: Order): Promise<Report> {
  const start = performance.now();
  const deadline = start + order.milliseconds;
  const seen: Seen = { refused: 0, took: [] };
  const counts = await Promise.all(
    Array.from({ length: order.connections }, (_, i) =>
      drive(order, seen, { offset: i, deadline }),
    ),
  );
  const requests = counts.reduce((sum, count) => sum + count, 0);
  return { requests, milliseconds: performance.now() - start, ...seen };
}

type Seen = Pick<Report, 'refused' | 'took'>;

/** @returns how many requests of one connection were answered before the deadline, and the one that was under way */
function drive(
  order: Order,
  seen: Seen,
  { offset, deadline }: { offset: number; deadline: number },
): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port: order.port, host: '127.0.0.1', noDelay: true });
    let answered = 0;
    let next = offset * 7;
    let sent = 0;
    const send = () => {
      sent = performance.now();
      socket.write(prepare(order.requests[next % order.requests.length] ?? ''), 'latin1');
      next += 1;
    };
    readAnswers(socket, (status, head) => {
      if (status === 503 && order.patience !== undefined && /\r\nretry-after: /i.test(head)) {
        seen.refused += 1;
        if (performance.now() < deadline) setTimeout(send, order.patience);
        else socket.end(() => resolve(answered));
        return;
      }
      if (status !== order.status) {
        socket.destroy(new Error(`answered with ${head.split('\r\n')[0]}`));
        return;
      }
      answered += 1;
      if (order.patience !== undefined) seen.took.push(performance.now() - sent);
      if (performance.now() < deadline) send();
      else socket.end(() => resolve(answered));
    });
    socket.once('connect', send).once('error', reject);
    socket.once('close', () => reject(new Error('the connection was closed')));
  });
}

function prepare(request: string): string {
  if (!request.includes(COUNT)) return request;
  counter += 1;
  return request.replaceAll(COUNT, String(counter).padStart(COUNT.length, '0'));
}

/** Calls back for each whole answer; all of them have a content-length. */
function readAnswers(socket: Socket, onAnswer: (status: number, head: string) => void): void {
  let head = '';
  let missing = 0;
  socket.on('data', (chunk: Buffer) => {
    if (missing > 0) {
      missing -= chunk.length;
    } else {
      head += chunk.toString('latin1');
      const end = head.indexOf('\r\n\r\n');
      if (end < 0) return;
      missing = contentLength(head) - (head.length - end - 4);
    }
    if (missing > 0) return;
    const answer = head;
    head = '';
    onAnswer(Number(answer.slice(9, 12)), answer);
  });
}

/** Not a number without the header, so that the answer counts as ended. */
function contentLength(head: string): number {
  return Number(/\r\ncontent-length: (\d+)\r\n/i.exec(head)?.[1]);
}
