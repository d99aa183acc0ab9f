import type { App } from '../../http/types';
import {
  accountById,
  accountOf,
  confirmEmail,
  register,
  resetPassword,
  setPassword,
  verifyEmail,
} from '../accounts';
import { inTransaction } from '../../db/transaction';
import { postgresProblem } from '../../http/postgres-problems';
import { unprocessable } from '../../http/problem';
import { securityEvent } from '../events';
import { signedIn } from '../../access/policy';
import { unauthorized } from '../../access/refusals';
import { callerOf } from '../guard';
import { mails } from '../mails';
import { createOneTimeToken, emailOfToken } from '../one-time-tokens';
import { checkPassword } from '../passwords';
import { knowsAddress } from '../known-sessions';
import { renewSession } from '../sessions';
import type { UserId } from '../users';
import {
  EmailChange,
  EmailConfirmation,
  EmailVerification,
  Forgotten,
  PasswordChange,
  PasswordReset,
  Registration,
  Tokens,
  done,
  mailed,
} from './schemas';
import { tokensOf } from './tokens';

/** What people do with their account. Where an answer could tell whether an address has one, it is the same for all. */
export async function accountRoutes(app: App): Promise<void> {
  const { auth, db } = app;
  const { appUrl } = auth.config;
  const tags = ['auth'];

  if (auth.config.registration) {
    app.post(
      '/register',
      {
        config: { public: true, work: ['write'], queries: 13 },
        schema: { tags, body: Registration, response: mailed },
      },
      async (request, reply) => {
        const { email, password, profile } = request.body;
        checkPassword(password, email);
        const attempt = { email, address: request.ip };
        await auth.limits.beforeMail(attempt);
        const passwordHash = await auth.hasher.hash(password);
        const token = await register(db, { email, passwordHash, profile }).catch(
          async (error: unknown) => {
            // A name that is taken, mostly: who mends it a few times must not wait for an hour.
            await auth.limits.mailUnsent(attempt);
            throw (
              postgresProblem(error, { method: 'POST', body: profile, at: ['profile'] }) ?? error
            );
          },
        );
        const text = token ? mails.verifyEmail(appUrl, token) : mails.alreadyRegistered(appUrl);
        auth.mailLater({ to: email, ...text });
        securityEvent(request, 'registered');
        return reply.code(202).send();
      },
    );
  }

  app.post(
    '/verify-email',
    {
      config: { public: true, work: ['write'], queries: 6 },
      schema: { tags, body: EmailVerification, response: done },
    },
    async (request, reply) => {
      const { token, password } = request.body;
      // The link alone is not enough: somebody may have registered this address with a password of theirs, and wait for
      // the person to confirm it.
      const account = await accountOf(db, await emailOfToken(db, 'verify-email', token));
      if (!(await auth.hasher.verify(account?.passwordHash, password))) {
        throw unprocessable('The password is not the one of the registration.', [
          { pointer: '#/password', detail: 'Is not the one that was registered with' },
        ]);
      }
      const userId = await verifyEmail(db, token);
      securityEvent(request, 'email-verified', { userId });
      return reply.code(204).send();
    },
  );

  app.post(
    '/forgot-password',
    {
      config: { public: true, work: ['read'], queries: 4 },
      schema: { tags, body: Forgotten, response: mailed },
    },
    async (request, reply) => {
      const { email } = request.body;
      await auth.limits.beforeMail({ email, address: request.ip });
      securityEvent(request, 'password-reset-asked');
      auth.mailLater(resetMail(email));
      return reply.code(202).send();
    },
  );

  async function resetMail(email: string) {
    const account = await accountOf(db, email);
    if (!account || account.disabledAt) return undefined;
    const token = await createOneTimeToken(db, 'reset-password', account);
    return { to: email, ...mails.resetPassword(appUrl, token) };
  }

  app.post(
    '/reset-password',
    {
      config: { public: true, work: ['write'], queries: 10 },
      schema: { tags, body: PasswordReset, response: done },
    },
    async (request, reply) => {
      const { token, password } = request.body;
      const email = await emailOfToken(db, 'reset-password', token);
      checkPassword(password, email);
      const passwordHash = await auth.hasher.hash(password);
      const userId = await resetPassword(db, { token, passwordHash }, auth.config);
      auth.mailLater({ to: email, ...mails.passwordChanged(appUrl) });
      securityEvent(request, 'password-reset', { userId });
      return reply.code(204).send();
    },
  );

  app.post(
    '/change-password',
    {
      config: { access: signedIn, work: ['write'], queries: 19 },
      schema: { tags, body: PasswordChange, response: { 200: Tokens } },
    },
    async (request, reply) => {
      const { userId, sessionId } = callerOf(request);
      const { currentPassword, password } = request.body;
      const account = await confirmed(userId, currentPassword, request.ip, '#/currentPassword');
      checkPassword(password, account.email);
      const passwordHash = await auth.hasher.hash(password);
      const { client, ...renewed } = await inTransaction({ db }, async ({ db: tx }) => ({
        ...(await setPassword(tx, userId, passwordHash, { config: auth.config, keep: sessionId })),
        ...(await renewSession(tx, sessionId)),
      }));
      auth.mailLater({ to: account.email, ...mails.passwordChanged(appUrl) });
      securityEvent(request, 'password-changed', { userId, sessionId });
      return tokensOf(auth, reply, client, { ...account, ...renewed, sessionId });
    },
  );

  app.post(
    '/change-email',
    {
      config: { access: signedIn, work: ['read'], queries: 16 },
      schema: { tags, body: EmailChange, response: mailed },
    },
    async (request, reply) => {
      const { userId } = callerOf(request);
      const { email, password } = request.body;
      await confirmed(userId, password, request.ip, '#/password');
      await auth.limits.beforeMail({ email, address: request.ip });
      auth.mailLater(changeMail(userId, email));
      return reply.code(202).send();
    },
  );

  async function changeMail(userId: UserId, email: string) {
    if (await accountOf(db, email)) return undefined;
    const token = await createOneTimeToken(db, 'change-email', { userId, email });
    return { to: email, ...mails.changeEmail(appUrl, token) };
  }

  app.post(
    '/confirm-email',
    {
      config: { public: true, work: ['write'], queries: 7 },
      schema: { tags, body: EmailConfirmation, response: done },
    },
    async (request, reply) => {
      const { userId, before, email } = await confirmEmail(db, request.body.token);
      auth.mailLater({ to: before, ...mails.emailChanged(email) });
      securityEvent(request, 'email-changed', { userId });
      return reply.code(204).send();
    },
  );

  /**
   * Asks for the password again, with the limits of a log-in: a session that somebody found open must not be enough.
   *
   * @throws {Problem} 422 when it is not the password
   */
  async function confirmed(userId: UserId, password: string, address: string, pointer: string) {
    const account = await accountById(db, userId);
    if (!account) throw unauthorized('Sign in again.');
    const attempt = { email: account.email, address };
    await auth.limits.beforeLogin(attempt, () => knowsAddress(db, attempt));
    if (!(await auth.hasher.verify(account.passwordHash, password))) {
      throw unprocessable('The password is wrong.', [{ pointer, detail: 'Is wrong' }]);
    }
    await auth.limits.afterLogin(attempt);
    return account;
  }
}
