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
  'service:call-retry': {
    name: 'upstream_retries_total',
    help: 'Calls of other services that were tried again',
    labels: ['upstream', 'failure'],
  },
};

/** What has a state: each message has the `value` that holds from then on. */
export const stated: Readonly<Record<string, Told>> = {
  'service:breaker': {
    name: 'upstream_breaker_open',
    help: 'Whether another service is left alone for a while, because too many calls of it failed',
    labels: ['upstream'],
  },
};
