import type { AuthAnswers } from '../auth/questions.ts';
import type { Feature } from '../feature.ts';
import { parts } from './parts.ts';
import type { SecretsAnswers } from './questions.ts';

/** Secrets from AWS Secrets Manager, beside the environment and files. */
export const awsSecrets: Feature<SecretsAnswers & Pick<AuthAnswers, 'auth'>> = {
  name: 'aws-secrets',
  isOn: ({ secrets }) => secrets === 'aws',
  packages: ['@aws-sdk/client-secrets-manager'],
  parts,
  files: ({ answers, render }) =>
    answers.auth === 'built-in'
      ? [
          {
            path: 'test/auth/managed-secret.test.ts',
            content: render('managed-secret.test', {}),
            owner: 'managed',
          },
        ]
      : [],
};
