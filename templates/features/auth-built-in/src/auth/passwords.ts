import { unprocessable } from '../http/problem';
import { commonPasswords } from './common-passwords';

/** Characters, not bytes or code units: an emoji is one. */
export const PASSWORD_LENGTH = { min: 8, max: 256 };

/**
 * Refuses passwords that are guessed first. After NIST SP 800-63B: length and a list decide; no rules about digits or
 * symbols, which lead to `Password1!`, and no expiry. A password is used exactly as it was sent.
 *
 * @param email may not be the password, nor its first part
 * @param pointer where in the body the password stands
 * @throws {Problem} 422
 */
export function checkPassword(password: string, email: string, pointer = '#/password'): void {
  const detail = mistakeOf(password, email);
  if (detail) throw unprocessable('The password is not accepted.', [{ pointer, detail }]);
}

function mistakeOf(password: string, email: string): string | undefined {
  const { length } = Array.from(password);
  if (length < PASSWORD_LENGTH.min) return `Must have at least ${PASSWORD_LENGTH.min} characters`;
  if (length > PASSWORD_LENGTH.max) return `Must have at most ${PASSWORD_LENGTH.max} characters`;
  const lower = password.toLowerCase();
  if (commonPasswords.has(lower)) return 'Is one of the most common passwords';
  if (lower === email || lower === email.split('@')[0]) return 'Must not be the e-mail address';
  return undefined;
}
