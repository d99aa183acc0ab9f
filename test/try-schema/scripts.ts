import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { outsideEnv, run } from '../support/outside.ts';

const KEPT_LINES = 25;

/** A server of somebody's own, for schemas that need more than the embedded one has. The rows of its database are added to. */
export function ownServer(): NodeJS.ProcessEnv {
  const names = ['DATABASE_URL', 'TEST_DATABASE_URL'];
  return Object.fromEntries(
    names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
  );
}

/** Runs an npm script of a service. @throws with the end of what it printed when it fails */
export async function script(folder: string, ...args: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await run(['npm', 'run', ...args], {
    cwd: folder,
    env: outsideEnv(ownServer()),
  });
  if (exitCode !== 0) throw new Error(lastLines(`${stdout}\n${stderr}`));
  return '';
}

/** Runs all tests of a service and counts them. @throws an Error that names those that failed */
export async function ownTests(folder: string): Promise<string> {
  const file = join(folder, 'test-results.json');
  const flags = ['--reporter=json', '--outputFile', file];
  const { stderr } = await run(['npm', 'test', '--', ...flags], {
    cwd: folder,
    env: outsideEnv(ownServer()),
  });
  const results = JSON.parse(readFileSync(file, 'utf8')) as TestResults;
  const { numPassedTests, numFailedTests } = results;
  const count = `${numPassedTests} passed, ${numFailedTests} failed`;
  const failures = failuresOf(results);
  if (failures.length > 0) throw new Error(`${count}\n${failures.join('\n')}`);
  if (numPassedTests === 0) throw new Error(`No test ran:\n${lastLines(stderr)}`);
  return count;
}

interface TestResults {
  numPassedTests: number;
  numFailedTests: number;
  testResults: {
    name: string;
    status: string;
    message: string;
    assertionResults: { fullName: string; status: string; failureMessages: string[] }[];
  }[];
}

/** One line for a test that failed, or for a file that could not run at all. */
function failuresOf({ testResults }: TestResults): string[] {
  const first = (text = '') => text.split('\n')[0] ?? '';
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = name.replace(/^.*\/service\//, '');
    const failed = assertionResults.filter((test) => test.status === 'failed');
    if (failed.length === 0) return status === 'failed' ? [`${file}: ${first(message)}`] : [];
    return failed.map((test) => `${file}: ${test.fullName}: ${first(test.failureMessages[0])}`);
  });
}

export function lastLines(output: string): string {
  return output.trim().split('\n').slice(-KEPT_LINES).join('\n');
}
