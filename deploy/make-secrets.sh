#!/bin/sh
# Makes the secrets that docker-compose.yml names, each from 24 or 32 random bytes, into deploy/secrets (or the folder given).
# Keeps what is there: a new pseudonym key would cut every device and address off from what is stored.
set -eu
folder=${1:-$(dirname "$0")/secrets}
random() { od -An -tx1 -N"$1" /dev/urandom | tr -d ' \n'; }
# The folder keeps others out. The files themselves must be readable by the user of the container, who has another id.
mkdir -p "$folder"
chmod 700 "$folder"
if [ ! -e "$folder/neo4j_password" ]; then
  random 24 > "$folder/neo4j_password"
  printf 'neo4j/%s' "$(cat "$folder/neo4j_password")" > "$folder/neo4j_auth"
fi
[ -e "$folder/pseudonym_key" ] || random 32 > "$folder/pseudonym_key"
chmod 644 "$folder"/*
echo "Secrets are in $folder: keep a copy of pseudonym_key where backups are not."
