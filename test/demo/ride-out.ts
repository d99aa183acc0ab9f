import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { runChild } from '../support/children.ts';
import { cleanEnv } from '../support/environment.ts';

/** The other service of the demo, which its service has a client of. */
export const WAREHOUSE = 'warehouse';

/** What a developer would try the client with. */
const SCRIPT = `
import { createWarehouseClient } from '../src/clients/warehouse/warehouse.client';

const url = process.env['WAREHOUSE_URL'] ?? '';
const told = (fields: object, message: string) => console.log(message, JSON.stringify(fields));
const log = { debug: () => {}, warn: told };
const warehouse = createWarehouseClient({ url, timeout: 2000, concurrency: 5 }, { log });
console.log('answer', JSON.stringify(await warehouse.find('1', {})));
`;

/**
 * Lets the client of a service ask for something that is limited: the first two answers are 429, and say when to come back.
 *
 * @returns what it says, a line for each further attempt and one for the answer
 * @throws {ChildError} when it gets none
 */
export async function rideOut(folder: string): Promise<string[]> {
  let asked = 0;
  const server = createServer((_, response) => {
    asked += 1;
    if (asked <= 2) response.writeHead(429, { 'retry-after': '1' }).end();
    else response.end(JSON.stringify({ id: '1', name: 'Shelf' }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const script = join('scripts', 'try-warehouse.ts');
  writeFileSync(join(folder, script), SCRIPT);
  try {
    const env = cleanEnv({ WAREHOUSE_URL: `http://127.0.0.1:${port}` });
    const output = await runChild(['npx', 'tsx', script], { cwd: folder, env });
    const lines = output.split('\n').filter(Boolean);
    if (asked !== 3) throw new Error(`The client asked ${asked} times, and not three:\n${output}`);
    return lines;
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
