import type { Column } from '../../../schema/table.ts';
import { splitWords } from '../../../words.ts';

const ROLES = /^(roles?|scopes?)$/;

/** What somebody may do, as words in a column's name. */
const RIGHTS = /^(admin|administrator|superuser|superadmin|staff|permissions?|privileges?)$/;

/** What the service, an admin or a payment decides about somebody. */
const STANDING =
  /^(status|plan|tier|premium|vip|trial|quota|balance|credits?|points|xp|reputation|karma|subscription|stripe|paddle|polar|verified|active|activated|banned|ban|blocked|disabled|deactivated|suspended|suspension|locked|approved|trusted)$/;

/**
 * The same in more words than one, what somebody earns or what is kept of their sales, how far they are trusted, and how often
 * they have failed to sign in.
 */
const PHRASES =
  /^((base|monthly|annual|yearly|hourly|gross|net) )?(salary|wage|pay rate)$|\bcommission\b|\b(platform|service|transaction|seller) fee\b|\b(trust|risk|fraud) (score|level)\b|\bstrikes?$|^(can|auto approve) (?!be |contact|e ?mail|call|receive|notify)|\b(two factor|super user|(login|sign in|failed|password) attempts?)\b/;

/** Whether a column of a person or a tenant says what it may do or has been granted: whoever it is about must not set it. */
export function givesPower({ key }: Pick<Column, 'key'>): boolean {
  const words = splitWords(key);
  return (
    PHRASES.test(words.join(' ')) ||
    words.some((word) => ROLES.test(word) || RIGHTS.test(word) || STANDING.test(word))
  );
}

/** What is counted against what somebody may use, or has paid for. */
const GRANTED =
  /\b(usage|storage|credits?|spending|seats?|monthly|daily) (limit|balance|quota)$|\bbalance$|\b(credit|overdraft) limit$|\bcredits$|\bbilling blocked\b|^monthly .*\b(count|usage)$/;

/** Whether a column of a row says what whose row it is has been granted. */
export function saysGranted({ key }: Pick<Column, 'key'>): boolean {
  return GRANTED.test(splitWords(key).join(' '));
}

/** What was decided about a row, and by whom. Who reviews or pays may well be whose it is. */
const DECIDED =
  /\b(approved|verified|moderated|graded|certified|refunded)\b|\b(rejected|reviewed|released|signed off) by\b|\b(approver|moderator|verifier|grader)\b/;

/** Whether a column of a row says what others decided about it: whose row it is would approve what they ask for. */
export function saysDecided({ key }: Pick<Column, 'key'>): boolean {
  return DECIDED.test(splitWords(key).join(' '));
}

/** Whether a yes in a column of a person says that something was proved of them, or what they may do: a new one has neither. */
export function provesOrGrants({ key }: Pick<Column, 'key'>): boolean {
  return splitWords(key).some((word) => word === 'verified' || RIGHTS.test(word));
}

/** What a row refers to so that somebody may do what it stands for. */
const GIVEN = /^(role|permission|privilege)$/;

/**
 * Whether a column of any table says what somebody may do. A role alone does not: a message in a chat has one, too, so it
 * has to be one that manages, or a row of its own.
 */
export function saysRight({
  key,
  kind,
  enumValues,
}: Pick<Column, 'key' | 'kind' | 'enumValues'>): boolean {
  const words = splitWords(key);
  const last = words.at(-1) ?? '';
  if (/^(id|uuid)$/.test(last)) return GIVEN.test(words.at(-2) ?? '');
  // A yes or no about permissions gives none.
  if (RIGHTS.test(last)) return kind !== 'boolean' || !last.endsWith('s');
  return words.some((word) => ROLES.test(word)) && managing(enumValues ?? []).length > 0;
}

/** Which of a role's values manage others. */
export function managing(values: readonly string[]): string[] {
  return values.filter((value) =>
    splitWords(value).some((word) => /^(owner|admin|administrator|superadmin|manager)$/.test(word)),
  );
}
