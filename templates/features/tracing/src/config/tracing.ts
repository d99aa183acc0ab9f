import { z } from 'zod';
import { name } from '../../package.json';

/** Names and meaning are OpenTelemetry's. */
export const tracingVariables = {
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .string()
    .refine((value) => /^https?:\/\/[^\s@?#]+$/.test(value) && URL.canParse(value), {
      error: 'must be an http: or https: URL without user, password, query and fragment',
    })
    .transform((value) => value.replace(/\/+$/, ''))
    .optional(),
  OTEL_EXPORTER_OTLP_HEADERS: z
    .string()
    .refine((value) => value.split(',').every((pair) => /^\s*[\w-]+=[ -~]+$/.test(pair)), {
      error: 'must be key=value, separated by commas',
    })
    .optional(),
  OTEL_SERVICE_NAME: z.string().default(name),
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number().min(0).max(1).default(1),
};
