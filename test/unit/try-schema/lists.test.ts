import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/folder.ts';
import { listsOf, readLists } from '../../try-schema/lists.ts';

const admin = { authorization: 'Bearer admin' };

describe('the lists of a service that is tried', () => {
  const server = createServer(({ url, headers }, response) => {
    const isSigned = headers.authorization === admin.authorization;
    const status = url === '/v1/broken' ? 500 : url === '/v1/notes' && !isSigned ? 401 : 200;
    response.writeHead(status).end(JSON.stringify({ data: url === '/v1/notes' ? [{}] : [] }));
  });
  let origin: string;

  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterAll(() => void server.close());

  const [notes, tags] = [
    { path: '/v1/notes', isPublic: false },
    { path: '/v1/tags', isPublic: true },
  ];

  it('are public where the contract knows no 401 of them', () => {
    const routes = [
      { route: 'GET /v1/notes', statuses: [200, 401] },
      { route: 'GET /v1/tags', statuses: [200] },
    ];
    const folder = temporaryFolder({ 'contract/routes.json': JSON.stringify({ routes }) });
    expect(listsOf(folder, ['/v1/notes', '/v1/tags'])).toEqual([notes, tags]);
    expect(() => listsOf(folder, ['/v1/others'])).toThrow('no GET /v1/others');
  });

  it('are refused without sign-in, then read', async () => {
    const said = '2 lists, 1 of them with rows, 1 refused without sign-in';
    expect(await readLists({ origin }, [notes, tags], admin)).toBe(said);
  });

  it('are only refused where nobody is at hand who may read them', async () => {
    const said = '1 lists, 0 of them with rows, 1 refused without sign-in';
    expect(await readLists({ origin }, [notes, tags], undefined)).toBe(said);
  });

  it('fail where one is open that should not be, or does not answer', async () => {
    const open = [{ ...tags, isPublic: false }];
    await expect(readLists({ origin }, open, admin)).rejects.toThrow('is 200 instead of 401');
    await expect(readLists({ origin }, [notes], {})).rejects.toThrow('is 401 instead of 200');
    const broken = [{ path: '/v1/broken', isPublic: true }];
    await expect(readLists({ origin }, broken, {})).rejects.toThrow('is 500 instead of 200');
  });
});
