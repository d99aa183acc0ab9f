import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Target } from '../../src/apply/target.ts';
import { planAndCompare, type Planned } from '../../src/commands/create/plan.ts';
import { readSource } from '../../src/commands/create/source.ts';
import { chosenFeatures } from '../../src/features/index.ts';
import { manifestPath } from '../../src/service/manifest.ts';
import { withDefaults } from '../../src/ask/questionnaire.ts';
import { type Answers, createQuestions } from '../../src/ask/questions.ts';
import { schemaRecordPath } from '../../src/service/schema-record.ts';
import type { Schema } from '../../src/schema/table.ts';
import { recordedTerminal } from '../support/terminal.ts';
import { expectedManifest } from './manifest.ts';
import { featureFiles, type ServiceFile, templateFiles } from './templates.ts';

const CASES = fileURLToPath(new URL('../cases/', import.meta.url));

/** Fixed, so that neither a release of the kit nor the machine's own Node changes what is expected. */
const KIT = { name: 'create-backend-kit', version: '0.0.0', dependency: '0.0.0' };
const TOOLS = { carriesNode: false, packageManager: '' };

/** A folder of `test/cases`: what is asked for, and the service that must come of it. */
export interface Case {
  name: string;
  folder: string;
  answers: Answers;
}

/** Every case there is: a folder that holds an `answers.json`. */
export function cases(): Case[] {
  const names = readdirSync(CASES).filter((name) => existsSync(join(CASES, name, 'answers.json')));
  return names.toSorted().map((name) => {
    const folder = join(CASES, name);
    const given = JSON.parse(readFileSync(join(folder, 'answers.json'), 'utf8'));
    return { name, folder, answers: answersOf(name, given) };
  });
}

/** What a case does not say is what its question takes where nobody is asked. */
function answersOf(name: string, given: Partial<Answers>): Answers {
  const source = given.example === undefined ? 'schema' : 'example';
  return withDefaults(createQuestions, { dir: name, source, ...given });
}

/** Reads the schema of a case as `create` would. */
export function schemaOf({ answers, folder }: Case): Promise<Schema> {
  return readSource(answers, recordedTerminal({ cwd: folder }));
}

/** Plans a case into a folder and compares it with what is there; writes nothing. */
export async function planCase(one: Case, schema: Schema, target: Target): Promise<Planned> {
  const { answers, folder: cwd } = one;
  return planAndCompare({ answers, schema, kit: KIT, tools: TOOLS, target, cwd });
}

/** A planned service by path, its manifest shortened to what is expected of it. */
export function serviceOf(one: Case, { changes }: Planned): Map<string, ServiceFile> {
  const copied = [...templatesOf(one).service.keys()];
  // It says what the reader says, which has tests of its own; that it is what was read, the next test says.
  const written = changes.filter(({ file }) => file.path !== schemaRecordPath);
  return new Map(
    written.map(({ file: { path, content, executable = false } }) => {
      const isManifest = path === manifestPath;
      const text = isManifest ? expectedManifest(String(content), copied, KIT) : String(content);
      return [path, { text, executable }];
    }),
  );
}

/** The templates that are copied into the service of a case, in its words. */
export function templatesOf({ answers }: Case) {
  const words = { name: answers.name, kit: KIT.name };
  const chosen = chosenFeatures(answers).map((feature) => feature.name);
  return { service: templateFiles(words), features: featureFiles(words, chosen) };
}
