import type { Part } from './feature.ts';

interface Panel {
  /** That no other panel of any feature has. */
  id: number;
  title: string;
  /** Of Grafana: 'reqps', 'short'. */
  unit: string;
  /** Grafana moves panels up where there is room above them, so that a row of its own is nobody else's business. */
  gridPos: { x: 0 | 12; y: number };
  query: string;
  legend: string;
}

/** A panel of the dashboard in `deploy/metrics`, of what a feature measures. */
export function panelPart({ id, title, unit, gridPos, query, legend }: Panel): Part {
  const panel = {
    id,
    type: 'timeseries',
    title,
    datasource: { type: 'prometheus', uid: '${datasource}' },
    gridPos: { h: 8, w: 12, ...gridPos },
    fieldConfig: { defaults: { unit }, overrides: [] },
    targets: [{ refId: 'A', expr: query, legendFormat: legend }],
  };
  return {
    path: 'deploy/metrics/dashboard.json',
    at: { after: '"panels": [' },
    text: `${JSON.stringify(panel)},`,
  };
}
