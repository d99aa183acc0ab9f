/**
 * Sign-in for pages: copy it into a front end. The access token is in a variable of the tab, and never in localStorage, where every
 * script could read it; the refresh token is in a cookie, which no script can read. Tabs have one session together: one of
 * them refreshes for all (Web Locks) and tells the others (BroadcastChannel).
 *
 * @param {{ api?: string, fetch?: typeof globalThis.fetch, locks?: { request: Function } }} options `api` is the origin of the
 *   service, where that is not the page's own
 */
export function createSession({
  api = '',
  fetch = globalThis.fetch,
  locks = navigator.locks,
} = {}) {
  const name = `session at ${api}`;
  const channel = new BroadcastChannel(name);
  let token;
  /** When to refresh. Never, once it is known that nobody is signed in. */
  let goodUntil = 0;

  function keep(tokens) {
    token = tokens?.accessToken;
    // A tenth early: it must not end on its way.
    goodUntil = tokens ? tokens.at + tokens.expiresIn * 900 : Number.POSITIVE_INFINITY;
  }
  channel.addEventListener('message', ({ data }) => keep(data ?? undefined));

  async function share(response) {
    const tokens = response.ok ? { ...(await response.json()), at: Date.now() } : undefined;
    keep(tokens);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no other origins
    channel.postMessage(tokens ?? null);
  }

  function post(path, body) {
    const json = body && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    };
    // While one tab asks, the others wait: not for ever.
    const signal = AbortSignal.timeout(10_000);
    return fetch(`${api}/v1/auth/${path}`, {
      method: 'POST',
      credentials: 'include',
      signal,
      ...json,
    });
  }

  async function refresh() {
    // What another tab got while this one waited for its turn may be on its way here.
    await new Promise((resolve) => setTimeout(resolve, 50));
    if (Date.now() < goodUntil) return;
    const response = await post('refresh');
    if (!response.ok && response.status !== 401)
      throw new Error(`No new token: ${response.status}`);
    await share(response);
  }

  /** The token to send, or undefined when nobody is signed in. */
  async function accessToken() {
    if (Date.now() >= goodUntil) await locks.request(name, refresh);
    return token;
  }

  function send(path, options, used) {
    const headers = new Headers(options.headers);
    if (used !== undefined) headers.set('authorization', `Bearer ${used}`);
    return fetch(`${api}${path}`, { ...options, headers });
  }

  return {
    accessToken,
    /** As `fetch`, with the token. A path of the service: the token must go nowhere else. */
    async request(path, options = {}) {
      const used = await accessToken();
      const response = await send(path, options, used);
      if (response.status !== 401 || used === undefined) return response;
      // Void before its time, as after a change of role: once more with a new one, unless there is a newer one already.
      if (token === used) goodUntil = 0;
      return send(path, options, await accessToken());
    },
    /** Resolves to the response, which says why if it is not ok. */
    logIn: (email, password) =>
      locks.request(name, async () => {
        const response = await post('login', { email, password, client: 'browser' });
        if (response.ok) await share(response.clone());
        return response;
      }),
    /** In all tabs. */
    logOut: () =>
      locks.request(name, async () => {
        await post('logout');
        await share({ ok: false });
      }),
    close: () => channel.close(),
  };
}
