import { describe, expect, it } from 'vitest';
import type { Feature } from '../../../src/features/feature.ts';
import { chosenFeatures, features } from '../../../src/features/index.ts';
import { planService } from '../../../src/plan/service.ts';
import { Questionnaire } from '../../../src/ask/questionnaire.ts';
import { column, schemaOf, table } from '../schema/helpers.ts';

const kit = { name: 'create-backend-kit', version: '2.0.0', dependency: '^2.0.0' };

async function planned(answers: Record<string, boolean> = {}): Promise<Map<string, string>> {
  const schema = schemaOf(table('notes', { columns: [column('text')] }));
  const choices = { name: 'notes', pm: 'npm' as const, ...answers };
  const { files } = await planService({ answers: choices, schema, kit, node: '24.0.0' });
  return new Map(files.map(({ path, content }) => [path, content.toString()]));
}

function fake(name: string, other: Partial<Feature> = {}): Feature {
  return { name, questions: new Questionnaire(), isOn: () => true, ...other };
}

describe('a service', () => {
  it('has what nobody said anything about', () => {
    expect(chosenFeatures({})).toEqual(features);
  });

  it.each(features.map(({ name }) => name))('without %s has no trace of it', async (name) => {
    const [all, without] = [await planned(), await planned({ [name]: false })];
    const own = [...all.keys()].filter((path) => !without.has(path));
    expect(own.length).toBeGreaterThan(0);
    const words = own.map((path) => path.split('/').at(-1) ?? '');
    for (const [path, text] of without) {
      expect(words.filter((word) => text.includes(word)).map((word) => `${path}: ${word}`)).toEqual(
        [],
      );
    }
  });

  it('is refused with features that do not go together', () => {
    const alone = [fake('a', { needs: ['b'] })];
    expect(() => chosenFeatures({}, alone)).toThrow('a does not work without b.');
    expect(chosenFeatures({}, [...alone, fake('b')])).toHaveLength(2);
    const enemies = [fake('a'), fake('b', { excludes: ['a'] })];
    expect(() => chosenFeatures({}, enemies)).toThrow('b and a do not work together.');
  });
});
