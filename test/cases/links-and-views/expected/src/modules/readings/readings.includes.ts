/** What `include` may bring along with readings. Each name costs one query, however many rows there are. */
export const readingIncludes = {};
