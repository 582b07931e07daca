#!/usr/bin/env bash
# The certificate step of the profile `cluster`: a certificate authority, made once, and a certificate for each node.
# Run again it keeps what is there, and renews node certificates that are older than 300 of their 365 days.
#   /authority     the authority and its key; no other container has it
#   /certificates  ca/ca.crt, and for each node node.crt and node.key
#   /trust         ca.crt, for the services
set -euo pipefail

AUTHORITY=${AUTHORITY:-/authority} CERTIFICATES=${CERTIFICATES:-/certificates} TRUST=${TRUST:-/trust}
NODES=${NODES:-kurrentdb1 kurrentdb2 kurrentdb3}

refuse() {
  echo "Nothing was started: $1 (docs/compose.md)." >&2
  exit 1
}

# They stand in a connection string: letters, digits, - and _ need no escape there.
for name in MITHAQ_ESDB_PASSWORD MITHAQ_ESDB_OPS_PASSWORD; do
  value=${!name:-}
  [[ $value =~ ^[A-Za-z0-9_-]{16,}$ ]] || refuse "$name must have 16 or more letters, digits, - and _; openssl rand -hex 24 draws one"
done
[[ ${MITHAQ_CURSOR_KEY:-} =~ ^[0-9a-fA-F]{64}$ ]] || refuse "MITHAQ_CURSOR_KEY must be 64 hexadecimal digits; openssl rand -hex 32 draws it"

umask 077
if [ ! -f "$AUTHORITY/ca.crt" ]; then
  es-gencert-cli create-ca -out "$AUTHORITY"
fi
mkdir -p "$CERTIFICATES/ca"
for copy in "$CERTIFICATES/ca/ca.crt" "$TRUST/ca.crt"; do
  rm -f "$copy"
  cp "$AUTHORITY/ca.crt" "$copy"
  chmod 444 "$copy"
done
chmod 755 "$CERTIFICATES" "$CERTIFICATES/ca" "$TRUST"

for node in $NODES; do
  folder=$CERTIFICATES/$node
  if [ -n "$(find "$folder/node.crt" -mtime -300 2>/dev/null)" ]; then continue; fi
  rm -rf "$AUTHORITY/new"
  es-gencert-cli create-node -ca-certificate "$AUTHORITY/ca.crt" -ca-key "$AUTHORITY/ca.key" -days 365 \
    -out "$AUTHORITY/new" -ip-addresses 127.0.0.1 -dns-names "$node,localhost"
  mkdir -p "$folder"
  chmod 755 "$folder"
  # The key first: a step that breaks off between the two is seen by the age of the certificate, and made good by the next
  for file in node.key node.crt; do
    rm -f "$folder/$file.new"
    cp "$AUTHORITY/new/$file" "$folder/$file.new"
    chmod 400 "$folder/$file.new"
    chown 1000:1000 "$folder/$file.new"
    mv -f "$folder/$file.new" "$folder/$file"
  done
  echo "The certificate of $node is new: restart $node if it runs."
done
rm -rf "$AUTHORITY/new"
