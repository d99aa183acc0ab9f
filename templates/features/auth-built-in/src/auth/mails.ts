import type { Mail } from './mail';

// What people are written. The token stands behind a #, which browsers send to no server, and so to no log.

type Text = Omit<Mail, 'to'>;

const linkTo = (appUrl: string, page: string, token: string) => `${appUrl}/${page}#token=${token}`;

export const mails = {
  verifyEmail: (appUrl: string, token: string): Text => ({
    subject: 'Confirm your e-mail address',
    text: `Somebody, probably you, registered with this address. To confirm that it is yours, open this within an hour:

${linkTo(appUrl, 'verify-email', token)}

If it was not you, do nothing: without this nobody can sign in.`,
  }),

  alreadyRegistered: (appUrl: string): Text => ({
    subject: 'You have an account already',
    text: `Somebody, probably you, tried to register with this address. You have an account already, and nothing was changed.
If you don't remember the password, you can set a new one:

${appUrl}/forgot-password`,
  }),

  resetPassword: (appUrl: string, token: string): Text => ({
    subject: 'Set a new password',
    text: `Somebody, probably you, asked for a new password. To set one, open this within an hour:

${linkTo(appUrl, 'reset-password', token)}

If it was not you, do nothing: your password stays as it is.`,
  }),

  changeEmail: (appUrl: string, token: string): Text => ({
    subject: 'Confirm your new e-mail address',
    text: `To sign in with this address from now on, open this within an hour:

${linkTo(appUrl, 'confirm-email', token)}

If you did not ask for this, do nothing.`,
  }),

  passwordChanged: (appUrl: string): Text => ({
    subject: 'Your password was changed',
    text: `Your password was just changed, and you are signed out everywhere else. If it was not you, set a new one at once:

${appUrl}/forgot-password`,
  }),

  emailChanged: (email: string): Text => ({
    subject: 'Your e-mail address was changed',
    text: `From now on your account is signed in to with ${email}. If it was not you, answer this mail at once.`,
  }),
};
