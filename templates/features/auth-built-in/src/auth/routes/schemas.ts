import { z } from 'zod';
import { PASSWORD_LENGTH } from '../passwords';
import { Profile } from '../users';

/** Addresses are compared in lower case: mail servers that tell them apart are not met any more. */
export const Email = z
  .email()
  .max(254)
  .transform((email) => email.toLowerCase());

/** Bounded here only against abuse; what a password must be is `checkPassword`'s. */
const Password = z.string().max(1024);

/** One that is chosen, as the documentation has it: checked is it where the address is known, which it must not be. */
const NewPassword = Password.meta({
  minLength: PASSWORD_LENGTH.min,
  maxLength: PASSWORD_LENGTH.max,
  description: 'Neither one of the most common passwords nor the e-mail address',
});

const OneTimeToken = z.string().max(100);

export const Registration = z.strictObject({
  email: Email,
  password: NewPassword,
  profile: Profile,
});

export const EmailVerification = z.strictObject({ token: OneTimeToken, password: Password });

export const Login = z.strictObject({
  email: Email,
  password: Password,
  /** `browser`: the refresh token comes in a cookie that scripts can't read; `api`: in the body. */
  client: z.enum(['browser', 'api']),
});

/** Without a body the cookie is meant. */
export const Refresh = z.strictObject({ refreshToken: z.string().max(200) }).nullish();

export const Tokens = z.object({
  accessToken: z.string(),
  tokenType: z.literal('Bearer'),
  /** Seconds. */
  expiresIn: z.int(),
  /** Only for `api`. */
  refreshToken: z.string().optional(),
  /** When the session is over, however much it is used. */
  sessionExpiresAt: z.date(),
});

export const Me = z.object({
  id: z.string(),
  email: z.string(),
  role: z.string(),
  sessionId: z.uuid(),
});

const Session = z.object({
  id: z.uuid(),
  client: z.enum(['browser', 'api']),
  userAgent: z.string().nullable(),
  address: z.string().nullable(),
  createdAt: z.date(),
  lastUsedAt: z.date(),
  expiresAt: z.date(),
  endedAt: z.date().nullable(),
  /** `reuse`: its refresh token was used by two. */
  endReason: z.string().nullable(),
});

export const Sessions = z.object({
  data: z.array(Session),
  /** The id of the one that asks. */
  current: z.uuid(),
});

export const PasswordChange = z.strictObject({ currentPassword: Password, password: NewPassword });

export const Forgotten = z.strictObject({ email: Email });

export const PasswordReset = z.strictObject({ token: OneTimeToken, password: NewPassword });

export const EmailChange = z.strictObject({ email: Email, password: Password });

export const EmailConfirmation = z.strictObject({ token: OneTimeToken });

/** Answers without a body: it is done, or what is done next comes by mail. */
export const done = { 204: z.undefined() };
export const mailed = { 202: z.undefined() };
