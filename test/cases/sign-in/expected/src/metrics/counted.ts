/** What is counted when a channel of the process tells of it (`node:diagnostics_channel`), by the channel's name. */
export interface Counted {
  name: string;
  help: string;
}

/**
 * So whoever does a thing knows nothing of metrics. What else is worth counting, such as the retries of a client and the state of its
 * breaker, publishes on a channel of its own and has a line here.
 */
export const counted: Readonly<Record<string, Counted>> = {
  'service:database-retry': {
    name: 'database_retries_total',
    help: 'Transactions that were tried again',
  },
  'service:login-failed': {
    name: 'sign_in_refused_total',
    help: 'Log-ins that were refused',
  },
  'service:refresh-token-reused': {
    name: 'sign_in_sessions_reused_total',
    help: 'Sessions that were ended, because a refresh token was used again',
  },
};
