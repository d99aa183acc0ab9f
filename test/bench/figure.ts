import type { Sample } from './stats.ts';

/** One line of the report. */
export interface Figure {
  section: string;
  name: string;
  unit: 'ms' | 'MB' | 's' | 'us/request' | 'requests/s' | 'ratio';
  sample: Sample;
  /** What it should be: at most, or at least. */
  target?: { atMost: number } | { atLeast: number };
  note?: string;
}

/** Whether the median is where it should be; undefined without a target. */
export function isMet({ sample, target }: Figure): boolean | undefined {
  if (!target) return undefined;
  return 'atMost' in target ? sample.median <= target.atMost : sample.median >= target.atLeast;
}

/** The figures as aligned columns, by section. */
export function formatFigures(figures: readonly Figure[]): string {
  const lines: string[] = [];
  const width = Math.max(...figures.map(({ name }) => name.length));
  let section = '';
  for (const figure of figures) {
    if (figure.section !== section) lines.push('', figure.section);
    section = figure.section;
    lines.push(`  ${figure.name.padEnd(width)}  ${formatFigure(figure)}`);
  }
  return lines.join('\n');
}

function formatFigure(figure: Figure): string {
  const { unit, sample, note } = figure;
  const number = (value: number) => formatNumber(value, unit);
  const spread = sample.count > 1 ? `${number(sample.min)} to ${number(sample.max)}` : '';
  const columns = [
    number(sample.median).padStart(8),
    unit.padEnd(10),
    spread.padEnd(18),
    formatTarget(figure).padEnd(18),
    note ?? '',
  ];
  return columns.join('  ').trimEnd();
}

function formatTarget(figure: Figure): string {
  const { target, unit } = figure;
  if (!target) return '';
  const [word, value] =
    'atMost' in target ? ['at most', target.atMost] : ['at least', target.atLeast];
  return `${isMet(figure) === true ? 'met' : 'MISSED'}: ${word} ${formatNumber(value, unit)}`;
}

function formatNumber(value: number, unit: Figure['unit']): string {
  if (unit === 'ratio') return value.toFixed(2);
  return value.toFixed(unit === 's' ? 1 : 0);
}
