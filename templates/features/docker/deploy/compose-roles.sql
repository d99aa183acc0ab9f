-- The roles of compose.yaml, made when its volume is new. Elsewhere, whoever runs the database makes such roles, with other passwords.
create role service_owner login password 'only-within-compose';
-- Row level security, where tables have some, is for those who come past the service.
create role service_app login bypassrls password 'only-within-compose';
-- It makes schemas, and those extensions that Postgres trusts; any other (postgis) has to be made here.
alter database service owner to service_owner;
