/** What a channel of the process tells of (`node:diagnostics_channel`), as a metric. */
export interface Told {
  name: string;
  help: string;
  /** Which fields of the message are labels. Only those of which there are a few values, and none that a client chooses. */
  labels?: readonly string[];
}

/**
 * What is counted, by the channel's name. So whoever does a thing knows nothing of metrics: what else is worth counting publishes on
 * a channel of its own and has a line here.
 */
export const counted: Readonly<Record<string, Told>> = {
  'service:database-retry': {
    name: 'database_retries_total',
    help: 'Transactions that were tried again',
  },
  'service:login-refused': {
    name: 'sign_in_refused_total',
    help: 'Log-ins that were refused',
    labels: ['reason'],
  },
  'service:refresh-token-reused': {
    name: 'sign_in_sessions_reused_total',
    help: 'Sessions that were ended, because a refresh token was used again',
  },
};

/** What has a state: each message has the `value` that holds from then on. */
export const stated: Readonly<Record<string, Told>> = {};
