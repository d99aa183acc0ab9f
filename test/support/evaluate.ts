import * as values from '../../templates/service/test/samples.ts';

/** The value that source text from `sampleExpression` has in a service, for the row number. */
export function evaluate(expression: string, n: number): unknown {
  const names = ['n', ...Object.keys(values)];
  // oxlint-disable-next-line typescript/no-implied-eval, no-new-func -- it is source text: running it is the point
  const compute = new Function(...names, `return (${expression});`);
  return compute(n, ...Object.values(values));
}
