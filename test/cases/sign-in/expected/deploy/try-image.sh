#!/bin/sh
# The image, as a release has it: every migration on an empty Postgres, and then the service, until it is ready.
# It has a database of its own, and leaves nothing behind.
set -eu
AUTH_SECRET=$(openssl rand -base64 32)
export AUTH_SECRET

compose() {
  docker compose --project-name try-image "$@"
}

finish() {
  status=$?
  [ "$status" -eq 0 ] || compose logs --no-color
  compose down --volumes
  exit "$status"
}
trap finish EXIT

compose up --build --detach service
curl --fail --silent --show-error --retry 60 --retry-delay 1 --retry-all-errors http://localhost:3000/readyz
