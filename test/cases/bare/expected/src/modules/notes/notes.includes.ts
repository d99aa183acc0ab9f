/** What `include` may bring along with notes. Each name costs one query, however many rows there are. */
export const noteIncludes = {};
