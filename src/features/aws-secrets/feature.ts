import type { Feature } from '../feature.ts';
import { parts } from './parts.ts';
import type { SecretsAnswers } from './questions.ts';

/** Secrets from AWS Secrets Manager, beside the environment and files. */
export const awsSecrets: Feature<SecretsAnswers> = {
  name: 'aws-secrets',
  isOn: ({ secrets }) => secrets === 'aws',
  packages: ['@aws-sdk/client-secrets-manager'],
  parts,
};
