/** Under which heading the help text lists what a service has or has not. */
export const group = 'What comes with it';

/** The one question in which all of that is asked. */
export const together = 'What comes with it?';
