import { type AnswersOf, Questionnaire, withDefaults } from '../ask/questionnaire.ts';
import { accessQuestions } from './access/questions.ts';
import { questions as auth } from './auth/questions.ts';
import { questions as secrets } from './aws-secrets/questions.ts';
import { questions as ci } from './ci/questions.ts';
import { questions as clients } from './clients/questions.ts';
import { questions as docker } from './docker/questions.ts';
import { questions as docs } from './docs/questions.ts';
import { questions as idempotency } from './idempotency/questions.ts';
import { questions as metrics } from './metrics/questions.ts';
import { questions as tracing } from './tracing/questions.ts';

/**
 * The questions of all features, in the order in which they are asked. Apart from what features do: whoever asks for help, or
 * parses flags, loads nothing of that.
 */
export const featureQuestions = new Questionnaire<object>()
  .with(docs)
  .with(docker)
  .with(ci)
  .with(idempotency)
  .with(metrics)
  .with(tracing)
  .with(auth)
  .with(accessQuestions)
  .with(clients)
  .with(secrets);

export type FeatureAnswers = AnswersOf<typeof featureQuestions>;

/** Answers to the questions of features; those that are not given are the questions' defaults. */
export function withFeatureDefaults(answers: Partial<FeatureAnswers>): FeatureAnswers {
  return withDefaults(featureQuestions, answers);
}
