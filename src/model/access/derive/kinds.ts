import type { Table } from '../../../schema/table.ts';
import { isRequired } from '../../columns.ts';
import { splitWords } from '../../../words.ts';
import { isCalledLog } from '../../routes.ts';
import { isCalledSignIn, oneOf } from '../../sign-in.ts';
import type { TableModel } from '../../service.ts';
import { isSecretColumn } from '../../../schema/secrets.ts';
import { saysRight } from './power.ts';

/** What a table holds, as far as that decides who may write it. */
export type Kind =
  /** Somebody's sign-in, kept by a library: nothing for clients. */
  | 'sign-in'
  /** What happened, or is to happen: the service writes it. */
  | 'log'
  /** What somebody has paid for or been granted: whoever has it must not write it. */
  | 'grant'
  /** What somebody earns, and how they do where they work: whom it is about must not write it. */
  | 'pay'
  /** Who works there: not for themselves to write, or their colleagues. */
  | 'staff'
  /** What others say that somebody has done or reached: marks, scores, penalties. */
  | 'verdict'
  /** What lets others do something: keys, invitations. */
  | 'power'
  /** What somebody may do: membership, or a column that has to be given. */
  | 'right'
  /** What roles there are: no secret, and not for those to write who have them. */
  | 'role'
  /** What opens something elsewhere: addresses of webhooks, keys of others. */
  | 'secret'
  /** What each has for themselves where nobody says otherwise: carts, messages. */
  | 'private'
  /** People and how to reach them. */
  | 'people'
  /** What each person has for themselves, also among members: notifications, preferences. */
  | 'personal'
  | 'plain';

/** What not every member of a tenant writes. */
export const BY_MANAGERS = new Set<Kind>(['power', 'right', 'role', 'pay', 'staff', 'verdict']);

/** What nobody writes of themselves. */
export const BY_OTHERS = new Set<Kind>(['right', 'pay', 'staff', 'verdict']);

const GRANT =
  /(subscription|entitlement|payment|payment (intent|attempt|transaction|session|record))$|\b(credit|wallet|payout|refund|deposit|withdrawal|purchase|redemption|voucher|coupon|(promo|discount) code|licen[cs]e|rate limit|quota|gift card)$|\b(billing|usage)\b|\b(wallet|credit|points?|loyalty) (account|transaction|entry|movement|history|balance)$/;

const PAY =
  /\b(salary|payroll|pay ?(slip|stub|check)|wage|compensation|bonus|commission|appraisal|performance (review|rating|evaluation)|attendance|disciplinary action)\b( (run|item|line|entry|record|log|history|detail))?$/;

/** Badges and the like are also what there is to have: those that are nobody's are no secret. */
const VERDICT =
  /\b(achievement|badge|certificate|grade|score|penalty|fine|violation|sanction|strike|transcript|(exam|test|quiz|assessment|lab) result|(moderation|review) (event|action|decision|result)|approval|(risk|fraud|compliance) (assessment|check|score|flag))$/;

/** What a service writes down for its own work. */
const INTERNAL =
  /\boutbox\b|\bqueue$|\b(async|background|queued|scheduled|cron|worker) job( run)?$|\b(crash|error) report$|\b(webhook|stripe|paddle|polar|clerk|github|slack)\b.*\b(event|delivery|payload|request|attempt)$/;

/** Who is in it may do what members may, or what the role or the permission stands for. */
const MEMBER =
  /\bmember(ship)?$|\b(role|permission|access) (assignment|grant|rule|control|entry)$|\b(permission|access)$|^user role$/;

const POWER =
  /\b((invit(e|ation)|join) (link|code)|invit(e|ation)|key|secret|credential|token|environment variable|env var|webhook|integration( connection)?)$/;

const ROLE = /\brole$/;

const STAFF = /\b(employee|staff)$/;

const PEOPLE = /\b(user|account|member|person|customer|contact|lead|subscriber|patient|profile)$/;

/** What hardly anybody has in common with others. */
const PRIVATE =
  /\b(address|cart|basket|order|message|conversation|chat|thread|comment|upload|draft|(chat|ai|llm|search|browsing) (result|history|response|run|output))$/;

/** What somebody paid or is about to pay, as who is paid knows it: not what there is to buy. */
const PAID =
  /^(stripe|paddle|polar|lemon ?squeezy|paypal) .*\b(customer|invoice|checkout|session|subscription|payment|charge|order)\b/;

/** Whether a table is called like one that holds people who sign in. */
export function isCalledPeople({ table }: TableModel): boolean {
  return /^(auth )?(user|account|member|person|customer)$/.test(oneOf(table));
}

/** An address of somebody, and not one that belongs to the house; or what else there is but of people. */
function isOfPeople({ key }: Table['columns'][number]): boolean {
  return /(^|\b)(e ?mail( address)?|phone( number)?|national id( number)?|nid|ssn|social security number|passport( number)?|date of birth|dob|(father|mother)s? name)$/.test(
    splitWords(key).join(' '),
  );
}

/** Whether a table holds people, or how to reach them, by its name or its columns. */
export function holdsPeople({ table }: TableModel): boolean {
  return PEOPLE.test(oneOf(table)) || table.columns.some(isOfPeople);
}

const PERSONAL =
  /\b(notification|preference|setting|bookmark|favou?rite|device|reminder|push subscription)$|^user .*\b(notification|preference|setting)\b/;

function isPaid({ key }: Table['columns'][number]): boolean {
  return PAID.test(splitWords(key).join(' '));
}

/** What a table holds, by its name and its columns. */
export function kindOf(model: TableModel): Kind {
  const { table } = model;
  const name = oneOf(table);
  if (isCalledSignIn(table)) return 'sign-in';
  if (isCalledLog(table) || INTERNAL.test(name)) return 'log';
  if (PERSONAL.test(name)) return 'personal';
  if (GRANT.test(name)) return 'grant';
  if (PAY.test(name)) return 'pay';
  if (VERDICT.test(name)) return 'verdict';
  if (STAFF.test(name)) return 'staff';
  if (MEMBER.test(name) || table.columns.some(isRight)) return 'right';
  if (POWER.test(name) || table.columns.some(saysRight)) return 'power';
  if (table.columns.some(isSecret)) return 'secret';
  if (ROLE.test(name)) return 'role';
  if (PRIVATE.test(name) || table.columns.some(isPaid)) return 'private';
  return holdsPeople(model) ? 'people' : 'plain';
}

function isRight(column: Table['columns'][number]): boolean {
  return isRequired(column) && saysRight(column);
}

function isSecret(column: Table['columns'][number]): boolean {
  return (
    isSecretColumn(column) ||
    (column.kind !== 'boolean' && /\b(webhook|headers)\b/.test(splitWords(column.key).join(' ')))
  );
}
