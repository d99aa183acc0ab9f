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
  let renewing;

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
    const headers = { 'content-type': 'application/json' };
    return fetch(`${api}/v1/auth/${path}`, {
      method: 'POST',
      credentials: 'include',
      // While one tab asks, the others wait: not for ever.
      signal: AbortSignal.timeout(10_000),
      ...(body && { headers, body: JSON.stringify(body) }),
    });
  }

  async function refresh() {
    const response = await post('refresh');
    const { ok, status } = response;
    if (!ok && status !== 401) throw new Error(`No new token: ${status}`);
    await share(response);
  }

  /** Refreshes, unless another tab does: then its token comes over the channel. */
  async function renew() {
    const isOurs = await locks.request(name, { ifAvailable: true }, async (lock) => {
      if (lock) await refresh();
      return lock !== null;
    });
    if (isOurs) return;
    await locks.request(name, () => {});
    const heard = new Promise((resolve) => {
      channel.addEventListener('message', resolve, { once: true });
      setTimeout(resolve, 1000);
    });
    if (Date.now() >= goodUntil) await heard;
    // That tab was closed, or it failed.
    if (Date.now() >= goodUntil) await renew();
  }

  /** The token to send, or undefined when nobody is signed in. */
  async function accessToken() {
    if (Date.now() < goodUntil) return token;
    renewing ??= renew().finally(() => {
      renewing = undefined;
    });
    await renewing;
    return token;
  }

  function send(path, options, used) {
    // With an origin in front, `.example` would be another host, and without one `//example`.
    if (!/^\/(?![/\\\s])/.test(path)) throw new TypeError('A path of the service is asked for.');
    const headers = new Headers(options.headers);
    if (used !== undefined) headers.set('authorization', `Bearer ${used}`);
    return fetch(`${api}${path}`, { ...options, headers });
  }

  return {
    accessToken,
    /** As `fetch`, with the token, of a path of the service: the token goes nowhere else. */
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
    /** In all tabs. Resolves to the response, too. */
    logOut: () =>
      locks.request(name, async () => {
        const response = await post('logout');
        if (response.ok || response.status === 401) await share({ ok: false });
        return response;
      }),
    close: () => channel.close(),
  };
}
