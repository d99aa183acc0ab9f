/** What a route that is not public answers to whoever is not known, in the order of their numbers. */
export const refusals = [401, 403, 503];

/** What is public beside the modules and the pages about the API, and can be read by everybody. */
export const openPages = ['/livez', '/readyz'];

/** What is public because of what it is for. */
export const openActions: string[] = [];
