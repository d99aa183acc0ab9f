/** Under which headings the help text lists the options of `create`. */
export const groups = {
  schema: 'Where the schema comes from',
  service: 'The service',
  steps: 'Afterwards',
};
