import { Cancelled, say, type Terminal } from '../terminal.ts';

/** Thrown by a question that the person leaves for the one before it. */
export class Back extends Error {}

/** Who is asked. Keeps what was answered, so that nobody is asked the same again on the way back. */
export interface Person {
  signal: AbortSignal;
  /**
   * The answer to a question: the one that stands, or what the person says now.
   * @param put asks; is given what was answered here before, to offer it again, and throws Back to go back
   */
  answer<A>(question: string, put: (before: A | undefined) => Promise<A>): Promise<A>;
  /** Writes a line between questions, once, however often the conversation comes by. */
  say(line: string): void;
}

/**
 * Holds a conversation with a way back. At Esc it is held again from its start with the answers less the last one, so that
 * questions need not know which came before them.
 * @param talk asks, and does nothing else that may not be done twice
 * @returns what came of the talk
 * @throws Cancelled at Esc on the first question; whatever the talk throws
 */
export async function converse<T>(
  terminal: Terminal,
  talk: (person: Person) => Promise<T>,
): Promise<T> {
  const answers: unknown[] = [];
  const record = { answers, before: new Map<string, unknown>(), said: new Set<string>() };
  for (;;) {
    try {
      return await talk(personWith(record, terminal));
    } catch (error) {
      if (!(error instanceof Back)) throw error;
      if (answers.length === 0) throw new Cancelled();
      answers.pop();
    }
  }
}

interface Record {
  /** The answers that stand, in the order of the questions. */
  answers: unknown[];
  /** All that was ever answered, by question and its place. */
  before: Map<string, unknown>;
  said: Set<string>;
}

function personWith({ answers, before, said }: Record, terminal: Terminal): Person {
  let asked = 0;
  const sayOnce = (line: string): void => {
    if (!said.has(line)) say(terminal, line);
    said.add(line);
  };
  return {
    signal: terminal.signal,
    say: sayOnce,
    answer: async <A>(question: string, put: (before: A | undefined) => Promise<A>) => {
      const place = asked;
      asked += 1;
      // The same questions lead to here, because what decides which are asked are the answers.
      if (place < answers.length) return answers[place] as A;
      // Not at the first, from which there is no way back.
      if (place > 0) sayOnce(terminal.paint('dim', 'Esc goes back a question, Ctrl-C cancels.'));
      const key = `${place} ${question}`;
      const answer = await put(before.get(key) as A | undefined);
      before.set(key, answer);
      answers.push(answer);
      return answer;
    },
  };
}

/** Does once for each key what a conversation that is held again would do again. */
export function oncePerKey<K, T>(work: (key: K) => Promise<T>): (key: K) => Promise<T> {
  const done = new Map<string, Promise<T>>();
  return (key) => {
    const name = JSON.stringify(key);
    const result = done.get(name) ?? work(key);
    done.set(name, result);
    return result;
  };
}
