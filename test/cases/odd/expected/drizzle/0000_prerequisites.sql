-- What the tables need to be there before them: the schema uses it, but drizzle does not create it.
CREATE EXTENSION IF NOT EXISTS "citext";
--> statement-breakpoint
CREATE EXTENSION IF NOT EXISTS "pg_trgm";
--> statement-breakpoint
CREATE EXTENSION IF NOT EXISTS "uuid-ossp";
--> statement-breakpoint
CREATE EXTENSION IF NOT EXISTS "vector";
--> statement-breakpoint
DO $guard$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'auditor') THEN CREATE ROLE "auditor" NOLOGIN; END IF; END $guard$;
--> statement-breakpoint
DO $guard$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'authenticated') THEN CREATE ROLE "authenticated" NOLOGIN; END IF; END $guard$;
--> statement-breakpoint
DO $guard$ BEGIN IF NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'auth') THEN CREATE SCHEMA "auth"; END IF; END $guard$;
--> statement-breakpoint
DO $guard$ BEGIN IF NOT EXISTS (SELECT FROM pg_tables WHERE schemaname = 'auth' AND tablename = 'users') THEN CREATE TABLE "auth"."users" ("id" uuid, "email" text, PRIMARY KEY ("id"), UNIQUE ("email")); END IF; END $guard$;
--> statement-breakpoint
DO $guard$ BEGIN IF NOT EXISTS (SELECT FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'auth' AND p.proname = 'uid') THEN CREATE FUNCTION "auth"."uid"() RETURNS uuid LANGUAGE sql STABLE AS 'SELECT NULL::uuid'; END IF; END $guard$;
