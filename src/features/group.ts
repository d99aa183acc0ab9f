/** Under which heading the help text lists what a service has or has not. */
export const group = 'What comes with it';
