-- What the service may do in its database: read and write rows, and change no table. `service_owner` owns the tables and applies the
-- migrations, `service_app` is who the service connects as. Run it once in each database, as the owner or an administrator, before the
-- first migration or after it: what later migrations make gets the same privileges. To run it again does no harm.
--
--   psql "$OWNER_URL" --set ON_ERROR_STOP=1 --single-transaction --file deploy/privileges.sql
--
-- `npm test` does so, too, and runs the service as such a role.
set role service_owner;

-- What was applied, as src/db/migrate.ts makes it: before the privileges of what is made later, because only the owner may write here.
create schema if not exists drizzle;
create table if not exists drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint);
create table if not exists drizzle.interrupted_migrations (created_at bigint primary key, done integer not null);

-- What is made later. Not truncate, which no trigger for rows sees, and nothing that only an owner needs.
alter default privileges grant usage on schemas to service_app;
alter default privileges grant select, insert, update, delete on tables to service_app;
alter default privileges grant usage on sequences to service_app;

-- What is there already.
do $$
declare
  name text;
begin
  for name in
    select nspname from pg_namespace
    where (nspowner = current_user::regrole or nspname = 'public') and nspname !~ '^(pg_|information_schema$)'
  loop
    execute format('grant usage on schema %I to service_app', name);
    execute format('grant select, insert, update, delete on all tables in schema %I to service_app', name);
    execute format('grant usage on all sequences in schema %I to service_app', name);
  end loop;
end $$;

-- /readyz asks which migrations the database has.
revoke all on all tables in schema drizzle from service_app;
revoke all on all sequences in schema drizzle from service_app;
grant usage on schema drizzle to service_app;
grant select on drizzle.__drizzle_migrations to service_app;

reset role;
