import * as fc from 'fast-check';
import { parseJson } from '../../../templates/service/src/db/json-keys.ts';
import { type Document, operationsOf } from './document.ts';
import { type Draft, drafts } from './draft.ts';
import { Findings, type Finding } from './findings.ts';
import { changedFields } from './kept.ts';
import { curl, type Request, toRequest } from './request.ts';
import { KnownRows } from './rows.ts';
import { MOST_CPU, priceOf } from '../service.ts';
import { type Answer, type Send, sender } from './send.ts';
import { holdsRaw, judge } from './verdict.ts';
import { isPlain } from './wrong.ts';

export interface FuzzOptions {
  port: number;
  seed: number;
  requests: number;
  connections?: number;
  /** What every request has, e.g. who sends it; asked now and then, as a token is over after a while. */
  headersNow?: () => Promise<Record<string, string>>;
  /** What is not asked: what would end the right to ask anything else. */
  leftOut?: RegExp;
  /** Sends each request alone, and looks what it costs: `cpu` says how many milliseconds of CPU the service has had. */
  cpu?: () => Promise<number>;
  /** Called now and then, with how many requests are done. */
  progress?: (done: number) => Promise<void> | void;
}

export interface Fuzzed {
  findings: Finding[];
  /** How many answers of each status. */
  statuses: Record<string, number>;
  /** How many rows were read again after they were made, and were what they had been. */
  readAgain: number;
  /** Milliseconds of CPU that the dearest request took, where it was looked at. */
  dearest: number;
}

const BATCH = 500;

/** Milliseconds of CPU that each megabyte of an answer may cost on top. It is read from the database in parts, and others come between them. */
const EACH_MEGABYTE = 10;

/** Sends requests that follow from the service's own description, and says which answers do not. */
export async function fuzz(options: FuzzOptions): Promise<Fuzzed> {
  const { port, seed, requests, headersNow, leftOut, cpu, progress } = options;
  const connections = cpu ? 1 : (options.connections ?? 8);
  const { send, close, sendWith } = sender(port, connections);
  const described = await send({
    method: 'GET',
    path: '/openapi.json',
    headers: {},
    body: undefined,
  });
  const document = JSON.parse(described.body) as Document;
  const asked = operationsOf(document).filter(({ name }) => !leftOut?.test(name));
  const arbitrary = drafts(document, asked);
  const state = new State(document, { send, cpu, origin: `http://127.0.0.1:${port}` });
  for (let first = 0; first < requests; first += BATCH) {
    const numRuns = Math.min(BATCH, requests - first);
    const batch = fc.sample(arbitrary, { seed: seed * 100_000 + first, numRuns });
    if (headersNow) sendWith(await headersNow());
    const queue = batch.map((draft, i) => ({ draft, number: first + i }));
    await Promise.all(Array.from({ length: connections }, () => state.work(queue)));
    await progress?.(first + numRuns);
  }
  close();
  const { findings, statuses, readAgain, dearest } = state;
  return { findings: findings.all(), statuses, readAgain, dearest };
}

/** What is known in the course of a run. */
class State {
  readonly findings = new Findings();
  readonly statuses: Record<string, number> = {};
  readAgain = 0;
  dearest = 0;
  private readonly rows = new KnownRows();
  /** How many requests that may change rows were sent, and how many of them are answered. */
  private changes = { sent: 0, answered: 0 };
  private readonly verdict: ReturnType<typeof judge>;
  private readonly send: Send;
  private readonly cpu: FuzzOptions['cpu'];
  private readonly origin: string;

  constructor(
    document: Document,
    { send, cpu, origin }: { send: Send; cpu: FuzzOptions['cpu']; origin: string },
  ) {
    this.verdict = judge(document);
    this.send = send;
    this.cpu = cpu;
    this.origin = origin;
  }

  async work(queue: { draft: Draft; number: number }[]): Promise<void> {
    for (let next = queue.shift(); next; next = queue.shift())
      await this.one(next.draft, next.number);
  }

  private async one(draft: Draft, number: number): Promise<void> {
    const request = toRequest(draft, this.rows);
    const at = { number, command: curl(this.origin, request) };
    const isChange = request.method !== 'GET' && request.method !== 'POST';
    if (isChange) this.changes.sent += 1;
    const { name } = draft.operation;
    const answer = await this.priced(name, request, at);
    if (isChange) this.changes.answered += 1;
    if (answer instanceof Error) {
      if (!mayEndConnection(request))
        this.findings.add(name, { kind: 'no answer', detail: answer.message }, at);
      return;
    }
    this.statuses[answer.status] = (this.statuses[answer.status] ?? 0) + 1;
    for (const fault of this.verdict(draft, request, answer)) this.findings.add(name, fault, at);
    if (answer.status === 200 || answer.status === 201)
      await this.look(draft, { request, answer, at });
  }

  private async priced(name: string, request: Request, at: At): Promise<Answer | Error> {
    const ask = () => this.send(request).catch((error: Error) => error);
    if (!this.cpu) return ask();
    const { answer, price } = await priceOf(this.cpu, ask);
    this.dearest = Math.max(this.dearest, price);
    const megabytes = answer instanceof Error ? 0 : answer.body.length / 2 ** 20;
    if (price > MOST_CPU + megabytes * EACH_MEGABYTE) {
      this.findings.add(name, { kind: 'dear', detail: `${price.toFixed(0)} ms of CPU` }, at);
    }
    return answer;
  }

  /** Whether what was written is what was sent, and is found where the answer says. */
  private async look(
    { operation }: Draft,
    { request, answer, at }: { request: Request; answer: Answer; at: At },
  ): Promise<void> {
    if (request.method === 'HEAD' || operation.path.includes('/auth/')) return;
    const row: unknown = parseJson(answer.body);
    if (!isPlain(row)) return;
    if (request.method === 'GET') return this.turn(operation.name, { request, row, at });
    const isMerge = request.headers['content-type']?.includes('merge-patch') ?? false;
    if (isPlain(request.value) && !isMerge) {
      const sent = Object.entries(request.value).filter(([, value]) => !holdsRaw(value));
      for (const detail of changedFields(Object.fromEntries(sent), row)) {
        this.findings.add(operation.name, { kind: 'stored as something else', detail }, at);
      }
    }
    const { location } = answer.headers;
    if (answer.status !== 201 || location === undefined) return;
    const { sent, answered } = this.changes;
    const again = await this.send({ method: 'GET', path: location, headers: {}, body: undefined });
    // Somebody else may have changed it meanwhile.
    const isQuiet = sent === answered && this.changes.sent === sent;
    if (isQuiet && again.body !== answer.body) {
      const detail = `${location}: ${again.status} ${again.body.slice(0, 200)}`;
      this.findings.add(
        operation.name,
        { kind: 'made, and not there as it was answered', detail },
        at,
      );
    } else if (again.body === answer.body) this.readAgain += 1;
    this.rows.add(operation.path, row);
  }

  /** Whether the next page is there, where one is promised. */
  private async turn(
    name: string,
    { request, row, at }: { request: Request; row: Record<string, unknown>; at: At },
  ): Promise<void> {
    const cursor = row['nextCursor'];
    if (typeof cursor !== 'string') return;
    const path = `${request.path}${request.path.includes('?') ? '&' : '?'}cursor=${cursor}`;
    if (new URL(path, this.origin).searchParams.getAll('cursor').length > 1) return;
    const next = await this.send({ method: 'GET', path, headers: {}, body: undefined });
    if (next.status === 200 || next.status === 503) return;
    this.findings.add(
      name,
      { kind: 'no next page', detail: `${next.status} ${path} ${next.body}` },
      at,
    );
  }
}

/** Where a request stands in its run, and how to send it again. */
interface At {
  number: number;
  command: string;
}

/** Requests after which the service may close the connection without an answer: it can't know where the next one starts. */
function mayEndConnection({ headers, path, body }: Request): boolean {
  return (
    'transfer-encoding' in headers ||
    'upgrade' in headers ||
    headers['host'] !== undefined ||
    path.length > 8000 ||
    (body?.length ?? 0) > 1_000_000
  );
}
