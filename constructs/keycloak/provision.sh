#!/bin/bash
# Makes a realm of a running Keycloak what the platform declares: its settings, roles, clients, identity providers, and the
# users it begins with. It can run any number of times, the first like every other: it creates what is missing, writes what
# differs, and deletes or takes back what an earlier run made and nobody declares any more. Users, sessions, secrets made at
# run time and whatever else people made by hand are left alone; no other realm is touched. Environment:
#   KCADM              Keycloak's own command; /opt/keycloak/bin/kcadm.sh unless set
#   KEYCLOAK_URL       where the server is, with its path
#   ADMIN_CLIENT       client of the realm master that the first start made; made permanent here, once
#   ADMIN_SECRET_FILE  the file with its secret
#   REALM              the realm
#   LEDGER_ID          id of the client `ashlar` of that realm: disabled, and nothing but the place of the ledger
#   PLAN               what is declared, a line each; a file holds JSON as the admin API takes it:
#     realm <file>
#     role <name> <file>
#     composites <role> <role>,…            realm roles that come with it
#     client <uuid> <client id> <file>
#     service-roles <uuid> <role>,…         realm roles of the client's service account
#     idp <alias> <file>
#     user <name> <file> [<role>,…]         made once; never touched, nor made again, afterwards
#
# The ledger: attribute `ashlar.made` lists what is ours. It is written before anything is made, so a run that was cut off is
# finished by the next. What is there under a declared name without being ours is never taken over: the run says so and
# changes nothing. To hand such a thing over, rename or delete it, or add the entry that the message names to `ashlar.made`.
# Attribute `ashlar.seen` has a keyed digest of each entry, of its file and of what the server then showed: who finds the
# same again need not write. Keycloak shows neither an SMTP password nor an identity provider's secret, so if one of these
# is changed by hand, it stays until something else of its entry differs.
set -efuo pipefail
umask 077

kcadm=${KCADM:-/opt/keycloak/bin/kcadm.sh}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export HOME=$scratch

# Each call starts a Java: one that does not optimise, and after the first finds its classes prepared (15 MB of scratch).
java="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData -Djava.io.tmpdir=$scratch -Xlog:disable -Xlog:all=off
  -Dfile.encoding=UTF-8 -Dstdout.encoding=UTF-8 -Dsun.stdout.encoding=UTF-8"
archive=$scratch/kcadm.jsa

fail() {
  echo "provision: $1" >&2
  exit 1
}

# The last failure in Keycloak's own words.
words() { sed -e '/^Logging into /d' -e '/^$/d' "$scratch/words" | head -n 5; }

kcadm() { KC_OPTS="$java ${class_data:-}" "$kcadm" "$@" --config "$scratch/kcadm.config" 2>"$scratch/words"; }

# call <what is attempted> <argument>…: the answer is in $answer, and no answer ends the run.
call() {
  local what=$1
  shift
  answer=$(kcadm "$@") || fail "could not $what: $(words)"
}

# --- What is declared -------------------------------------------------------------------------------------------------

declare -A file=() user_file=() included=() granted=() begins=() name_of=()
roles=() clients=() providers=() users=()

read_plan() {
  local kind one two three number=0
  local name='[A-Za-z0-9][A-Za-z0-9._-]*' uuid='^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
  local names="^$name(,$name)*$"
  name="^$name$"
  while read -r kind one two three; do
    number=$((number + 1))
    case $kind in
      realm) [[ -r $one ]] && file[realm]=$one ;;
      role) [[ $one =~ $name && -r $two ]] && roles+=("$one") file[role:$one]=$two ;;
      composites) [[ $one =~ $name && $two =~ $names ]] && included[$one]=${two//,/ } ;;
      client) [[ $one =~ $uuid && $two =~ $name && -r $three ]] && clients+=("$one") name_of[$one]=$two file[client:$one]=$three ;;
      service-roles) [[ $one =~ $uuid && $two =~ $names ]] && granted[$one]=${two//,/ } ;;
      idp) [[ $one =~ $name && -r $two ]] && providers+=("$one") file[idp:$one]=$two ;;
      user) [[ $one =~ $name && -r $two && ${three:-none} =~ $names ]] && users+=("$one") user_file[$one]=$two begins[$one]=${three//,/ } ;;
      *) [[ -z $kind ]] ;;
    esac || fail "line $number of the plan cannot be read: $kind $one $two $three"
  done <"$PLAN"
  [[ -n ${file[realm]:-} ]] || fail "the plan declares no realm"
}

# --- What is there ----------------------------------------------------------------------------------------------------

# Of the server, by entry (role:<name>, client:<uuid>, idp:<alias>): what it shows, and of the ledger: what is ours, digests.
declare -A shown=() children=() grants=() client_id=() name_at=() secret_of=() old=() seen=()
# The realm's attributes, as the export has them, each with a comma behind it.
attributes=''

# One export tells all of it but the users. Secrets are masked in it.
export_realm() { kcadm create partial-export -r "$REALM" -q exportClients=true -q exportGroupsAndRoles=true -o; }

# Keycloak keeps sets, and shows them now in one order and now in another.
sort_list() {
  local head items tail between='", "'
  [[ $line =~ ^(' '+'"'[^\"]+'" : [ "')(.*)('" ]',?)$ && ${BASH_REMATCH[2]} == *"$between"* ]] || return 0
  head=${BASH_REMATCH[1]} items=${BASH_REMATCH[2]} tail=${BASH_REMATCH[3]}
  items=$(LC_ALL=C sort <<<"${items//"$between"/$'\n'}")
  line=$head${items//$'\n'/"$between"}$tail
}

# Reads an export as kcadm prints it: a line a field, indented by its depth. Lists of text stay as they are: [ "a", "b" ]
read_export() {
  local line section='' outer='' text=''
  local -A field=()
  shown=([realm]='') children=() grants=() client_id=() name_at=() attributes=''
  while IFS= read -r line; do
    if [[ $line =~ ^'  "'([A-Za-z]+)'" : ' ]]; then
      section=${BASH_REMATCH[1]}
    elif [[ $section == roles && $line == '    "realm" : [ {' ]]; then
      section=role
      continue
    elif [[ $section == role && $line == '    "client" : '* ]]; then
      section=roles
    fi
    case $section in
      role) line=${line#'  '} ;; # the only entries that stand a step deeper
      clients | users | identityProviders) ;;
      roles | groups | scopeMappings | clientScopeMappings | clientScopes | identityProviderMappers | organizations) continue ;;
      components | authenticationFlows | authenticatorConfig | requiredActions) continue ;;
      *)
        sort_list
        shown[realm]+=$line
        [[ $section != attributes || $line != '    "'* ]] || attributes+="${line%,},"
        continue
        ;;
    esac
    sort_list
    case $line in
      '  }, {' | '  } ]'*)
        keep "$section"
        text='' outer=''
        field=()
        continue
        ;;
      '    "'*) [[ $line =~ ^'    "'([^\"]+)'" : '(.*)$ ]] && outer=${BASH_REMATCH[1]} && put "$outer" "${BASH_REMATCH[2]}" ;;
      '      "'*) [[ $line =~ ^'      "'([^\"]+)'" : '(.*)$ ]] && put "$outer/${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}" ;;
    esac
    text+=$line
  done <<<"$1"
}

put() {
  local value=${2%,}
  [[ $value != '"'*'"' ]] || value=${value:1:-1}
  field[$1]=$value
}

keep() {
  case $1 in
    role)
      shown[role:${field[name]}]=${field[description]:-}
      children[role:${field[name]}]=${field[composites/realm]:-}
      ;;
    clients)
      shown[client:${field[id]}]=$text
      client_id[named:${field[clientId]}]=${field[id]}
      name_at[client:${field[id]}]=${field[clientId]}
      [[ ${field[id]} != "$LEDGER_ID" ]] || read_ledger "${field[attributes/ashlar.made]:-}" "${field[attributes/ashlar.seen]:-}"
      ;;
    users) grants[to:${field[serviceAccountClientId]:-}]=${field[realmRoles]:-} ;;
    identityProviders) shown[idp:${field[alias]}]=$text ;;
  esac
}

# Whoever administers the realm can write here, so only what has the form of an entry is read.
read_ledger() {
  local entry name='[A-Za-z0-9][A-Za-z0-9._-]*' uuid='[0-9a-f-]{36}'
  local form="(realm|(admin|role|idp|user|new-user):$name|client:$uuid|part:$name/$name|grant:$uuid/$name)"
  old=() seen=()
  for entry in $1; do [[ ! $entry =~ ^$form$ ]] || old[$entry]=1; done
  for entry in $2; do [[ ! $entry =~ ^$form=[0-9a-f]+$ ]] || seen[${entry%=*}]=${entry##*=}; done
}

# Clients' secrets are in the list of clients alone.
read_secrets() {
  local line id=''
  while IFS= read -r line; do
    [[ ! $line =~ ^'  "id" : "'(.*)'"' ]] || id=${BASH_REMATCH[1]}
    [[ ! $line =~ ^'  "secret" : "'(.*)'"' ]] || secret_of[client:$id]=${BASH_REMATCH[1]}
  done <<<"$1"
}

# The digest of an entry; the administrator's secret is its key, for a file may hold secrets that are easily guessed.
digest() {
  local sum
  sum=$(printf '%s\n' "$secret" "$(<"${file[$1]}")" "${shown[$1]:-}" | sha256sum)
  echo "${sum:0:24}"
}

# Whether an entry is there as it was left, and as it is declared.
is_current() {
  [[ ${shown[$1]+there} && ${seen[$1]:-} == "$(digest "$1")" ]] || return 1
  # A secret that was changed by hand is not the one that the client's program has.
  [[ -z ${secret_of[$1]:-} || $(<"${file[$1]}") != *'"secret"'* || $(<"${file[$1]}") == *"\"${secret_of[$1]}\""* ]]
}

# --- What is ours -----------------------------------------------------------------------------------------------------

declare -A ours=() current=() written=() regiven=()
absent_users=() new_users=()
made=() changed=() deleted=()

joined() {
  local text
  printf -v text '%s, ' "$@"
  echo "${text%, }"
}

sorted() { printf '%s\n' "$@" | sort -u; }

# Everything that stands in the way, told at once, before anything is changed.
refuse_what_is_not_ours() {
  local name id other problems=()
  [[ ${client_id[named:ashlar]:-} == "$LEDGER_ID" ]] || fail "the realm $REALM is there, but this platform did not make it: \
it has no client ashlar with the id $LEDGER_ID. Give the realm another name, or hand it over by making that client, disabled"
  for name in "${roles[@]}"; do
    [[ -z ${shown[role:$name]+there} || ${old[role:$name]:-} ]] || problems+=("role $name (role:$name)")
  done
  for id in "${clients[@]}"; do
    name=${name_of[$id]}
    other=${client_id[named:$name]:-$id}
    [[ $other == "$id" || ${old[client:$other]:-} ]] || problems+=("client $name (client:$other: it will be replaced)")
  done
  for name in "${providers[@]}"; do
    [[ -z ${shown[idp:$name]+there} || ${old[idp:$name]:-} ]] || problems+=("identity provider $name (idp:$name)")
  done
  ((${#problems[@]} == 0)) || fail "declared, but made by somebody else in the realm $REALM: $(joined "${problems[@]}"). Rename \
or delete it there, or hand it over by adding what stands in brackets to the attribute ashlar.made of the client ashlar"
}

# is_given part:<role>/<role> | grant:<uuid>/<role>
is_given() {
  local holder=${1#*:} role=${1##*/} all
  holder=${holder%/*}
  case $1 in
    part:*) all=${children[role:$holder]:-} ;;
    grant:*) all=${grants[to:${name_at[client:$holder]:-}]:-} ;;
  esac
  [[ $all == *' "'"$role"'"'[\ ,]* ]]
}

# What is given by hand before it is declared is not ours, and stays when it is declared no more.
claim() { if [[ ${old[$1]:-} ]] || ! is_given "$1"; then ours[$1]=1; fi; }

claim_all() {
  local name id role
  ours=([realm]=1 [admin:$ADMIN_CLIENT]=1)
  for name in "${roles[@]}"; do
    ours[role:$name]=1
    for role in ${included[$name]-}; do claim "part:$name/$role"; done
  done
  for id in "${clients[@]}"; do
    ours[client:$id]=1
    for role in ${granted[$id]-}; do claim "grant:$id/$role"; done
  done
  for name in "${providers[@]}"; do ours[idp:$name]=1; done
  for name in "${users[@]}"; do
    ours[user:$name]=1
    [[ -z ${old[user:$name]:-} ]] || continue
    call "look for the user $name" get users -r "$REALM" -q "username=$name" -q exact=true --fields username
    [[ $answer == *'"username"'* ]] || absent_users+=("$name")
    # Ours if it was absent when a run began.
    [[ $answer == *'"username"'* && -z ${old[new-user:$name]:-} ]] || new_users+=("$name")
  done
}

ledger() {
  printf '{"id":"%s","clientId":"ashlar","name":"Ledger of Ashlar","enabled":false,"protocol":"openid-connect",' "$LEDGER_ID"
  printf '"description":"Lists what the platform made in this realm; without it, it makes nothing more.",'
  printf '"publicClient":true,"standardFlowEnabled":false,"implicitFlowEnabled":false,'
  printf '"directAccessGrantsEnabled":false,"serviceAccountsEnabled":false,"redirectUris":[],"webOrigins":[],'
  printf '"attributes":{"ashlar.made":"%s","ashlar.seen":"%s"}}' "$1" "$2"
}

# write_ledger <entry>…
write_ledger() {
  local entry digests=()
  for entry in $(sorted "${!seen[@]}"); do digests+=("$entry=${seen[$entry]}"); done
  local list=($(sorted "$@"))
  ledger "${list[*]}" "${digests[*]}" >"$scratch/ledger.json"
  call "write the ledger" update "clients/$LEDGER_ID" -r "$REALM" -f "$scratch/ledger.json"
}

# Before anything is made: whose it will be, and that what will be written is not as it was left.
begin_ledger() {
  local entry name news=''
  local -A all=()
  for entry in "${!old[@]}" "${!ours[@]}"; do all[$entry]=1; done
  # These are not done before they have their roles.
  for name in "${new_users[@]}"; do
    unset "all[user:$name]"
    all[new-user:$name]=1
  done
  for entry in "${!all[@]}"; do [[ ${old[$entry]:-} ]] || news=1; done
  for entry in "${!file[@]}"; do
    [[ -z ${seen[$entry]:-} || ${current[$entry]:-} ]] || { unset "seen[$entry]" && news=1; }
  done
  [[ -z $news ]] || write_ledger "${!all[@]}"
}

end_ledger() {
  local entry
  if ((${#written[@]} > 0)); then
    answer=$(export_realm) || fail "could not read the realm $REALM: $(words)"
    read_export "$answer"
    for entry in "${!written[@]}"; do seen[$entry]=$(digest "$entry"); done
  fi
  for entry in "${!seen[@]}"; do [[ ${ours[$entry]:-} ]] || unset "seen[$entry]"; done
  [[ ${#written[@]} == 0 && $(sorted "${!old[@]}") == "$(sorted "${!ours[@]}")" ]] || write_ledger "${!ours[@]}"
}

# --- What is done -----------------------------------------------------------------------------------------------------

log_in() {
  local as=(config credentials --server "$KEYCLOAK_URL" --realm master --client "$ADMIN_CLIENT")
  class_data="-XX:ArchiveClassesAtExit=$archive"
  # Where there is no room for the classes, this fails although it logged in.
  if ! KC_CLI_CLIENT_SECRET=$secret kcadm "${as[@]}"; then
    rm -f "$archive"
    class_data=
    KC_CLI_CLIENT_SECRET=$secret call "log in at $KEYCLOAK_URL as the client $ADMIN_CLIENT of the realm master" "${as[@]}"
  fi
  [[ ! -s $archive ]] || class_data="-XX:SharedArchiveFile=$archive"
}

read_server() {
  if ! answer=$(export_realm); then
    [[ $(words) == 'Resource not found'* ]] || fail "could not read the realm $REALM: $(words)"
    # The ledger comes with the realm: nobody has to guess later whose realm it is.
    call "make the realm $REALM" create realms -f "${file[realm]}" -s "clients=[$(ledger realm '')]"
    made+=("realm $REALM")
    written[realm]=1
    answer=$(export_realm) || fail "could not read the realm $REALM: $(words)"
  fi
  read_export "$answer"
  ((${#client_id[@]} > 0)) || fail "could not read the realm $REALM: its export has no clients"
}

find_differences() {
  local entry
  call "read the clients' secrets" get clients -r "$REALM" --fields id,secret
  read_secrets "$answer"
  for entry in "${!file[@]}"; do ! is_current "$entry" || current[$entry]=1; done
}

# The server marks the administrator of its first start as one for a while.
keep_administrator() {
  [[ -z ${old[admin:$ADMIN_CLIENT]:-} ]] || return 0
  call "find the client $ADMIN_CLIENT of the realm master" get clients -r master -q "clientId=$ADMIN_CLIENT"
  [[ $answer == *'"is_temporary_admin" : "true"'* && $answer =~ '"id" : "'([0-9a-f-]+)'"' ]] || return 0
  printf '{"clientId":"%s","attributes":{"is_temporary_admin":"false"}}' "$ADMIN_CLIENT" >"$scratch/admin.json"
  call "keep the client $ADMIN_CLIENT of the realm master" \
    update "clients/${BASH_REMATCH[1]}" -r master -f "$scratch/admin.json"
}

# roles_of add|remove <part or grant>:<holder> <role>…
roles_of() {
  local holder=${2#*:} what="role ${2#*:}" to=(--rname "${2#*:}") role all=()
  if [[ $2 == grant:* ]]; then
    # Roles are taken back before its name is what it should be.
    [[ $1 == add ]] && what=${name_of[$holder]} || what=${name_at[client:$holder]}
    to=(--uusername "service-account-$what")
    what="client $what"
  fi
  for role in "${@:3}"; do all+=(--rolename "$role"); done
  call "$1 roles of the $what: $(joined "${@:3}")" "$1-roles" -r "$REALM" "${to[@]}" "${all[@]}"
  regiven[$2]="roles of the $what"
}

take_back() {
  local entry name
  for entry in $(sorted "${!old[@]}"); do
    [[ -z ${ours[$entry]:-} ]] || continue
    case $entry in
      part:* | grant:*)
        name=${entry%/*}
        # With a role or client that is no longer declared goes whatever it gave or had.
        [[ ${ours[role:${entry##*/}]:-} ]] || continue
        [[ ${ours[role:${name#*:}]:-} || ${ours[client:${name#*:}]:-} ]] || continue
        ! is_given "$entry" || roles_of remove "$name" "${entry##*/}"
        ;;
      role:* | idp:* | client:*)
        [[ ${shown[$entry]+there} ]] || continue
        delete "$entry"
        ;;
    esac
  done
}

delete() {
  local name=${1#*:} what at
  case $1 in
    role:*) what="role $name" at=roles/$name ;;
    idp:*) what="identity provider $name" at=identity-provider/instances/$name ;;
    client:*) what="client ${name_at[$1]}" at=clients/$name ;;
  esac
  call "delete the $what" delete "$at" -r "$REALM"
  deleted+=("$what")
}

# Keycloak replaces a realm's attributes whole, so those that people set are written with ours. Ours stand behind them: of
# two with one name, the last counts. `kcadm update --merge` would also keep what a former mail relay needed.
keep_attributes() {
  local text rest begin='"attributes"[[:space:]]*:[[:space:]]*\{[[:space:]]*'
  text=$(<"${file[realm]}")
  if [[ -n $attributes && $text =~ $begin ]]; then
    begin=${BASH_REMATCH[0]} rest=${text#*"${BASH_REMATCH[0]}"}
    [[ $rest != '}'* ]] || attributes=${attributes%,}
    text=${text%%"$begin"*}$begin$attributes$rest
  fi
  printf '%s\n' "$text" >"$scratch/realm.json"
}

# write <entry> <what it is> <where such are made> <where it is>
write() {
  local from=${file[$1]}
  [[ -z ${current[$1]:-} && -z ${written[$1]:-} ]] || return 0
  if [[ ${shown[$1]+there} ]]; then
    [[ $1 != realm ]] || { keep_attributes && from=$scratch/realm.json; }
    call "change the $2" update "$4" -r "$REALM" -f "$from"
    changed+=("$2")
  else
    call "make the $2" create "$3" -r "$REALM" -f "$from"
    made+=("$2")
  fi
  written[$1]=1
}

# give <part or grant>:<holder> <role>…; tells, at its place in the plan, also what was taken back before.
give() {
  local role missing=()
  for role in "${@:2}"; do is_given "$1/$role" || missing+=("$role"); done
  ((${#missing[@]} == 0)) || roles_of add "$1" "${missing[@]}"
  [[ -z ${regiven[$1]:-} ]] || changed+=("${regiven[$1]}")
}

make_users() {
  local name role all
  for name in "${absent_users[@]}"; do
    call "make the user $name" create users -r "$REALM" -f "${user_file[$name]}"
  done
  for name in "${new_users[@]}"; do
    all=()
    for role in ${begins[$name]}; do all+=(--rolename "$role"); done
    ((${#all[@]} == 0)) || call "give the user $name roles" add-roles -r "$REALM" --uusername "$name" "${all[@]}"
    made+=("user $name")
  done
}

write_all() {
  local name id
  write realm "realm $REALM" realms "realms/$REALM"
  for name in "${roles[@]}"; do write "role:$name" "role $name" roles "roles/$name"; done
  for name in "${roles[@]}"; do give "part:$name" ${included[$name]-}; done
  for id in "${clients[@]}"; do write "client:$id" "client ${name_of[$id]}" clients "clients/$id"; done
  for id in "${clients[@]}"; do give "grant:$id" ${granted[$id]-}; done
  for name in "${providers[@]}"; do
    write "idp:$name" "identity provider $name" identity-provider/instances "identity-provider/instances/$name"
  done
}

read_plan
secret=$(<"$ADMIN_SECRET_FILE")
log_in
read_server
refuse_what_is_not_ours
find_differences
claim_all
keep_administrator
begin_ledger
take_back
write_all
make_users
end_ledger
echo "provision: made $(joined "${made[@]:-nothing}"); changed $(joined "${changed[@]:-nothing}"); deleted $(joined "${deleted[@]:-nothing}")"
