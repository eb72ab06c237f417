#!/bin/sh
# The packs as a gate: `sh packs.sh prod [host…]`. A preview into an empty state that is thrown away: packs judge every object,
# not only what changes, so that no state is asked for, no cluster, and no secret. Name hosts that a given certificate proves
# and that do not stand in the environment's file. PACKS: the folder of the packs, unless they come with the package.
set -eu
environment=${1:?name an environment}
shift
file=Pulumi.$environment.yaml
packs=${PACKS:-node_modules/ashlar/policies/packs}
work=$(mktemp -d)
cp "$file" "$work/kept"
trap 'cp "$work/kept" "$file"; rm -rf "$work"' EXIT
# Not every shell runs the above when it is stopped.
trap 'exit 130' INT
trap 'exit 143' TERM

# What is encrypted here is for the key of the real state. No rule reads a secret's value: one that is thrown away stands for
# each. A given certificate is held against its key and its hosts before anything else, so that it is a real one.
hosts=$(sed 's/#.*//' "$file" | grep -oE '(\*\.)?([A-Za-z0-9-]+\.)+[A-Za-z]{2,}' || true)
names=$(for host in throw-away.invalid "$@" $hosts; do printf 'DNS:%s\n' "$host"; done | sort -u | paste -sd, -)
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=throw-away -addext "subjectAltName=$names" \
  -keyout "$work/key.pem" -out "$work/certificate.pem" 2>"$work/openssl.log" || { cat "$work/openssl.log" >&2; exit 1; }
quoted() { awk '{ text = text $0 "\\n" } END { print "\"" text "\"" }' "$1"; }
CERTIFICATE=$(quoted "$work/certificate.pem") KEY=$(quoted "$work/key.pem") WORD=$(openssl rand -hex 32) awk '
  function instead(name) {
    if (name ~ /[Cc]ertificate:? *$/) return ENVIRON["CERTIFICATE"]
    return name ~ /[Kk]ey:? *$/ ? ENVIRON["KEY"] : "\"" ENVIRON["WORD"] "\""
  }
  /^(encryptionsalt|encryptedkey|secretsprovider):/ { next }
  /^ +secure:/ { print key " " instead(key); key = ""; next }
  key != "" { print key; key = "" }
  /^ *- +secure:/ { sub(/secure:.*/, ""); print $0 "\"" ENVIRON["WORD"] "\""; next }
  /:$/ { key = $0; next }
  { print }
  END { if (key != "") print key }
' "$work/kept" > "$file"

mkdir "$work/state"
export PULUMI_BACKEND_URL="file://$work/state" PULUMI_CONFIG_PASSPHRASE=thrown-away
pulumi stack init "$environment" --non-interactive
pulumi preview --stack "$environment" --non-interactive \
  --config "kubernetes:renderYamlToDirectory=$work/manifests" \
  --policy-pack "$packs/quotas" --policy-pack "$packs/mtls" --policy-pack "$packs/baseline"
