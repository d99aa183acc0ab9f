import { say, type Terminal } from '../terminal.ts';

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const clearLine = '\r\u001b[2K';

/**
 * Runs a long task under a line that says what it does and for how long: redrawn on a TTY, printed once elsewhere. The
 * line stays, with a tick, a cross, or a dash for what was left alone, unless the task throws.
 */
export async function withProgress<T extends { ok: boolean; left?: boolean }>(
  terminal: Terminal,
  label: string,
  task: () => Promise<T>,
): Promise<T> {
  const started = performance.now();
  const seconds = (): string => `${((performance.now() - started) / 1000).toFixed(1)} s`;
  let timer: NodeJS.Timeout | undefined;
  if (terminal.live) {
    let tick = 0;
    timer = setInterval(() => {
      const frame = frames[tick++ % frames.length] ?? '';
      terminal.write(
        `${clearLine}${terminal.paint('cyan', frame)} ${label} ${terminal.paint('dim', seconds())}`,
      );
    }, 100);
  } else {
    say(terminal, `${label} ...`);
  }
  try {
    const result = await task();
    const mark = markOf(terminal, result);
    const line = `${mark} ${label} ${terminal.paint('dim', seconds())}`;
    say(terminal, terminal.live ? `${clearLine}${line}` : line);
    return result;
  } catch (error) {
    if (terminal.live) terminal.write(clearLine);
    throw error;
  } finally {
    clearInterval(timer);
  }
}

function markOf(terminal: Terminal, { ok, left }: { ok: boolean; left?: boolean }): string {
  if (left) return terminal.paint('dim', '-');
  return ok ? terminal.paint('green', '✓') : terminal.paint('red', '✗');
}
