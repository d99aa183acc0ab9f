-- What the tables need to be there before them: the schema uses it, but drizzle does not create it.
CREATE EXTENSION IF NOT EXISTS "citext";
